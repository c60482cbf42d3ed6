/** The validators of the documents that this program writes itself, for whoever reads them back. See compile.ts. */
import journalSchema from '../../schemas/journal.schema.json' with { type: 'json' };
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' };
import snapshotSchema from '../../schemas/snapshot.schema.json' with { type: 'json' };
import { compilerOf } from './ajv.ts';

export const validatorOf = compilerOf({ plan: planSchema, journal: journalSchema, snapshot: snapshotSchema });
