/**
 * Each *unknown* of the service as a choice: what no page states can be played either way, so that tests show the
 * program to be right whichever way it turns out. The defaults are the emulator's everyday behaviour.
 */
export interface Variants {
  /** A PATCH with `call_config`: the object is laid over the draft's, or replaces it. */
  readonly callConfig: 'merge' | 'replace';
  /** A null in a PATCH body, also inside `call_config`: stored, or as if the key were not there. */
  readonly nulls: 'stored' | 'ignored';
  /** Every text that is stored, also inside lists and objects: as sent, or trimmed at both ends. */
  readonly text: 'kept' | 'trimmed';
  /** `pathway_version` of a routing row: as sent, or digits become a number. */
  readonly pathwayVersion: 'as_sent' | 'number';
  /**
   * `null`: an empty text or list that is sent is stored as null. `empty_for_null`: every answer shows a null
   * field as `""`, `[]` or `{}`, whichever is its kind.
   */
  readonly empty: 'kept' | 'null' | 'empty_for_null';
  /** Body fields silently not stored: `role`, `kb_ids`, `call_config.background`. They count as not sent. */
  readonly drop: readonly string[];
  /** Keys of a body that no page names: stored on the draft, refused with 400, or silently not stored. */
  readonly unknownKeys: 'stored' | 'refused' | 'ignored';
  /** The answer of a PATCH: `{data: persona}`; the persona without an envelope; `{data}` without the version objects. */
  readonly patchAnswer: 'persona' | 'bare' | 'no_versions';
  /** The answer of a promote, which no page states: the persona, the new version, or nothing (`data` is null). */
  readonly promoteAnswer: 'persona' | 'version' | 'empty';
  /** Fields of the draft that a promote does not carry over: production keeps its own. */
  readonly promoteDrops: readonly string[];
  /** What `promoted_from_version_id` of a new production version names: the draft, or nothing. */
  readonly promotedFrom: 'draft' | 'none';
  /** The rows of lists: personas with both versions and versions with their content, or both without. */
  readonly listRows: 'full' | 'thin';
  /**
   * What voices, knowledge bases, tools and pathways stand in, of which each page tells another: nothing; `data`; `data`
   * and a name; a name alone.
   */
  readonly thingShape: 'bare' | 'data' | 'data_named' | 'named';
  /** The order of the list: as created, or another one that stays the same from page to page. */
  readonly order: 'created' | 'shuffled';
  /** A page past the end: empty, or the last page again. */
  readonly pageRepeats: boolean;
  /** The account: `user_id` of personas whose seed names none, and of created ones. */
  readonly userId: string;
  /** Seeded personas have no draft; the first PATCH of a version field makes one. */
  readonly noDraft: boolean;
  /** GET of a deleted persona: shown with `deleted_at`, or 404. */
  readonly deleted: 'returned' | 'gone';
}

export const DEFAULT_VARIANTS: Variants = {
  callConfig: 'replace',
  nulls: 'stored',
  text: 'kept',
  pathwayVersion: 'as_sent',
  empty: 'kept',
  drop: [],
  unknownKeys: 'stored',
  patchAnswer: 'persona',
  promoteAnswer: 'persona',
  promoteDrops: [],
  promotedFrom: 'draft',
  listRows: 'full',
  thingShape: 'data',
  order: 'created',
  pageRepeats: false,
  userId: '7d0c3a52-4f0e-4a6b-9a57-2f1f6f1f9e10',
  noDraft: false,
  deleted: 'returned',
};
