/**
 * What is measured: each row is a command of ours beside a floor, the least that the same work can cost. `target` is the
 * largest ratio that is meant to be; `requests` the most that are meant to be sent.
 */
export const NOTHING = ['-e', '0'];
const ONE_LATENCY = ['-e', 'setTimeout(() => {}, 50)'];

export const ROWS = [
  { name: '--version', of: ['--version'], floor: NOTHING, beside: '`node -e 0`', target: 1.25, size: 1 },
  { name: '--help', of: ['--help'], floor: NOTHING, beside: '`node -e 0`', target: 1.25, size: 1 },
  { name: 'validate, 1 file', of: ['validate'], floor: NOTHING, beside: '`node -e 0`', target: 2, size: 1 },
  {
    name: 'validate, 10,000 files',
    of: ['validate'],
    floor: ['validate.mjs'],
    beside: '`yaml` and compiled ajv over the same files',
    target: 1.3,
    memory: 1.5,
    size: 10_000,
  },
  {
    name: 'plan, nothing differs, 500 personas',
    of: ['plan'],
    floor: ['plan.mjs'],
    beside: '`yaml` over the same files, then five list pages in turn',
    target: 1.1,
    requests: { reads: 6, writes: 0 },
    size: 500,
    latency: 50,
  },
  {
    name: 'plan, 8 personas',
    of: ['plan'],
    floor: ONE_LATENCY,
    beside: '`node -e 0` and one latency',
    target: 2.5,
    requests: { reads: 1, writes: 0 },
    size: 8,
    latency: 50,
  },
  {
    name: 'apply, 50 of 500 differ',
    of: ['apply', '--auto-approve', '--concurrency', '8'],
    floor: ['apply.mjs'],
    beside: 'the same, then 50 GETs and 50 PATCHes, eight at once',
    target: 1.2,
    requests: { reads: 56, writes: 50 },
    size: 500,
    changed: 50,
    latency: 50,
  },
  {
    name: 'growth: plan, 10,000 personas, no latency',
    of: ['plan'],
    floor: 'ours',
    floorSize: 1000,
    beside: 'the same with 1,000 personas',
    target: 11,
    memory: 11,
    size: 10_000,
  },
];
