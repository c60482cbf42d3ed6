/** A connection without a service: it answers from personas that are known already, needs no key, and sends nothing. */
import type { LivePersona } from '../model/persona.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import type { Connection } from './connect.ts';

type Place = Pick<Connection, 'baseUrl' | 'keyEnv' | 'keys'>;

/** A persona that is not among the known ones answers 404, as it would at the service. */
export function connectOffline(place: Place, personas: readonly LivePersona[]): Connection {
  const byId = new Map(personas.map((persona) => [persona.id, persona]));
  const unsent = async <T>(): Promise<Answer<T>> => ({ ok: false, failure: UNSENT });
  return {
    ...place,
    reader: {
      get: async (id) => {
        const known = byId.get(id);
        return known === undefined ? { ok: false, failure: MISSING } : { ok: true, value: known };
      },
      list: async (page, limit) => {
        const rows = personas.slice((page - 1) * limit, page * limit);
        return { ok: true, value: { personas: rows, incomplete: [], rows: rows.length } };
      },
      versions: unsent,
      version: unsent,
    },
    openWriter: () => ({ patch: unsent, promote: unsent }),
    close: () => {},
  };
}

const UNSENT: ServiceFailure = { kind: 'unsent', status: null, code: null, message: 'nothing is sent in this run' };

const MISSING: ServiceFailure = { kind: 'not_found', status: 404, code: 'PERSONA_NOT_FOUND', message: 'not found' };
