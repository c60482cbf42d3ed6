/** A connection without a service: it answers from personas that are known already, needs no key, and sends nothing. */
import type { LivePersona } from '../model/persona.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import type { Connection } from './connect.ts';

type Place = Pick<Connection, 'baseUrl' | 'keyEnv' | 'keys'>;

/** What is said of the others. */
interface Others {
  /** Ids that the service is known not to have: they answer 404, as it would. */
  readonly missing: readonly string[];
  /** Why nothing is known of all others. */
  readonly message: string;
}

const NO_OTHERS: Others = { missing: [], message: 'nothing is asked in this run' };

export function connectOffline(place: Place, personas: readonly LivePersona[], others = NO_OTHERS): Connection {
  const byId = new Map(personas.map((persona) => [persona.id, persona]));
  const missing = new Set(others.missing);
  const unsent = async <T>(): Promise<Answer<T>> => ({ ok: false, failure: UNSENT });
  const unknown: ServiceFailure = { kind: 'unreadable', status: null, code: null, message: others.message };
  return {
    ...place,
    reader: {
      get: async (id) => {
        const known = byId.get(id);
        if (known !== undefined) return { ok: true, value: known };
        return { ok: false, failure: missing.has(id) ? MISSING : unknown };
      },
      list: async (page, limit) => {
        const rows = personas.slice((page - 1) * limit, page * limit);
        return { ok: true, value: { personas: rows, incomplete: [], rows: rows.length } };
      },
      versions: unsent,
      version: unsent,
    },
    references: { read: unsent },
    openWriter: () => ({ patch: unsent, create: unsent, promote: unsent }),
    close: () => {},
  };
}

const UNSENT: ServiceFailure = { kind: 'unsent', status: null, code: null, message: 'nothing is sent in this run' };

const MISSING: ServiceFailure = { kind: 'not_found', status: 404, code: 'PERSONA_NOT_FOUND', message: 'not found' };
