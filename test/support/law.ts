/**
 * fast-check, set for laws. What `npm test` draws is fixed, so that nobody's change is refused for a case that it did not
 * bring; `npm run soak` draws anew, and more. LAW_SEED says what is drawn, LAW_TIMES how many times as much.
 */
import fc from 'fast-check';

const SEED = Number(process.env.LAW_SEED ?? 20_261_122);
const TIMES = Number(process.env.LAW_TIMES ?? 1);

/** The parameter of `fc.assert` for a law that is tried `runs` times. */
export const tries = (runs: number): { numRuns: number } => ({ numRuns: runs * TIMES });

fc.configureGlobal({ seed: SEED, ...tries(100) });

export default fc;
