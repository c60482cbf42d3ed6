/**
 * The validators of the files that people write: persona, config and environment.
 *
 * Compiling a schema takes longer than all else that `validate` does with one file. So the build puts in place of this
 * file, and of compile-documents.ts, the code that ajv makes of the schemas that they import (scripts/validators.mjs).
 */
import configSchema from '../../schemas/config.schema.json' with { type: 'json' };
import environmentSchema from '../../schemas/environment.schema.json' with { type: 'json' };
import personaSchema from '../../schemas/persona.schema.json' with { type: 'json' };
import { compilerOf } from './ajv.ts';

export const validatorOf = compilerOf({ persona: personaSchema, config: configSchema, environment: environmentSchema });
