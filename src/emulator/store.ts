import { randomUUID } from 'node:crypto';
import { type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { attachNumbers, detachNumbers, numberOf, numbersOf, setNumberSettings } from './numbers.ts';
import { cutPage, orderItems } from './page.ts';
import { noDraftVersion, numberNotAttached, personaInUse, personaNotFound, versionNotFound } from './problems.ts';
import { idOf, isDeleted, newRecord, type Origin, type PersonaRecord, versionsOf, wirePersona } from './record.ts';
import type { SeedPersona } from './seed.ts';
import { recordFromSeed } from './seed-record.ts';
import { refusal, shapeBody, shapePatch, shapePromote } from './store-body.ts';
import { done, failed, type Stored } from './stored.ts';
import type { Variants } from './variants.ts';
import { fillNulls, splitPlanes } from './wire.ts';
import { editRecord, markDeleted, promoteDraft, writeFields, writeNumbers } from './write.ts';

/** The personas in memory. What is given out is a value of its own: later writes do not change it. */
export class PersonaStore {
  readonly #records = new Map<string, PersonaRecord>();
  readonly #variants: Variants;
  readonly #now: () => Date;

  constructor(seed: readonly SeedPersona[], variants: Variants, now: () => Date) {
    this.#variants = variants;
    this.#now = now;
    for (const item of seed) this.#keep(recordFromSeed(item, this.#origin(), variants));
  }

  /** In order of creation, deleted personas too. */
  ids(): string[] {
    return [...this.#records.keys()];
  }

  /** The persona as GET shows it. */
  get(id: string): Stored<JsonObject> {
    const record = this.#records.get(id);
    const isGone = record === undefined || (isDeleted(record) && this.#variants.deleted === 'gone');
    return isGone ? failed(personaNotFound(id)) : done(this.#show(record));
  }

  /** One page of the personas that are not deleted; `page` counts from 1, `limit` is at most 100. */
  list(page: number, limit: number): readonly JsonObject[] {
    const rows = [...this.#records].filter(([, record]) => !isDeleted(record));
    const ordered = orderItems(rows, ([id]) => id, this.#variants.order);
    return cutPage(ordered, page, limit, this.#variants).map(([, record]) => this.#show(record));
  }

  patch(id: string, body: JsonObject): Stored<JsonObject> {
    return this.#write(id, (record) => {
      const refused = refusal(body, this.#variants);
      if (refused !== null) return failed(refused);
      return done(writeFields(record, shapePatch(record, body, this.#variants), this.#origin()));
    });
  }

  create(body: JsonObject): Stored<JsonObject> {
    const refused = refusal(body, this.#variants);
    if (refused !== null) return failed(refused);
    const planes = splitPlanes(shapeBody(body, this.#variants));
    return done(this.#keep(newRecord(randomUUID(), planes, this.#origin())));
  }

  /** Refused while numbers are attached, unless forced; then they are detached. */
  delete(id: string, force = false): Stored<JsonObject> {
    return this.#write(id, (record) => {
      const numbers = numbersOf(record).map(numberOf);
      if (numbers.length > 0 && !force) return failed(personaInUse(id, numbers));
      return done(markDeleted(record, this.#origin()));
    });
  }

  promote(id: string): Stored<JsonObject> {
    return this.#write(id, (record) => {
      if (record.draft === null) return failed(noDraftVersion(id));
      return done(shapePromote(record, promoteDraft(record, record.draft, this.#origin()), this.#variants));
    });
  }

  /** Production, draft and archived, newest first. */
  versions(id: string): Stored<readonly JsonObject[]> {
    const record = this.#live(id);
    if (record === undefined) return failed(personaNotFound(id));
    return done(versionsOf(record).map((version) => this.#fill(version)));
  }

  version(id: string, versionId: string): Stored<JsonObject> {
    const all = this.versions(id);
    if (!all.ok) return all;
    const found = all.value.find((version) => ownValue(version, 'id') === versionId);
    return found === undefined ? failed(versionNotFound(id, versionId)) : done(found);
  }

  attach(id: string, numbers: readonly string[]): Stored<JsonObject> {
    return this.#write(id, (record) => {
      return done(writeNumbers(record, attachNumbers(numbersOf(record), numbers, id), this.#origin()));
    });
  }

  detach(id: string, numbers: readonly string[]): Stored<JsonObject> {
    return this.#write(id, (record) => {
      return done(writeNumbers(record, detachNumbers(numbersOf(record), numbers), this.#origin()));
    });
  }

  /** Gives the number's record. */
  setNumberSettings(id: string, number: string, settings: JsonValue): Stored<JsonObject> {
    const record = this.#live(id);
    if (record === undefined) return failed(personaNotFound(id));
    const changed = setNumberSettings(numbersOf(record), number, settings, id);
    if (changed === undefined) return failed(numberNotAttached(id, number));
    this.#keep(writeNumbers(record, changed.list, this.#origin()));
    return done(changed.record);
  }

  /**
   * An edit by somebody else, as from the dashboard: a flat body like a PATCH's, but without `name`, checks and
   * variants: it stands exactly as given. The objects `root`, `draft` and `production` in it are laid over these parts,
   * for keys that no page names. Throws for an id that is not there, since that is a mistake of the caller.
   */
  edit(id: string, body: JsonObject): void {
    this.#keep(editRecord(this.#known(id), body, this.#origin()));
  }

  /** A deep copy of the persona as it is stored, deleted or not. Throws for an id that is not there. */
  snapshot(id: string): JsonObject {
    return structuredClone(wirePersona(this.#known(id)));
  }

  #write(id: string, change: (record: PersonaRecord) => Stored<PersonaRecord>): Stored<JsonObject> {
    const record = this.#live(id);
    if (record === undefined) return failed(personaNotFound(id));
    const changed = change(record);
    return changed.ok ? done(this.#keep(changed.value)) : changed;
  }
  #live(id: string): PersonaRecord | undefined {
    const record = this.#records.get(id);
    return record === undefined || isDeleted(record) ? undefined : record;
  }

  #known(id: string): PersonaRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw new Error(`the emulator holds no persona ${id}`);
    return record;
  }

  #keep(record: PersonaRecord): JsonObject {
    this.#records.set(idOf(record), record);
    return this.#show(record);
  }

  #show(record: PersonaRecord): JsonObject {
    const fill = (version: JsonObject | null) => (version === null ? null : this.#fill(version));
    return wirePersona({
      ...record,
      root: this.#fill(record.root),
      draft: fill(record.draft),
      production: fill(record.production),
    });
  }

  #fill(fields: JsonObject): JsonObject {
    return this.#variants.empty === 'empty_for_null' ? fillNulls(fields) : fields;
  }

  #origin(): Origin {
    return { userId: this.#variants.userId, now: this.#now() };
  }
}
