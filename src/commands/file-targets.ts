/** Which persona files the selectors name, and the live persona of each; a file that is invalid may still say which it is. */
import { type Selectable, selectPersonas } from '../load/select.ts';
import { redact } from '../model/secrets.ts';
import type { Project, SoundPersona } from '../project.ts';

export interface FileTarget {
  readonly key: string;
  /** Null where the file is invalid. */
  readonly desired: SoundPersona | null;
  readonly id: string;
}

export interface ChosenFiles {
  readonly keys: ReadonlySet<string>;
  /** Selectors that name no file. */
  readonly others: readonly string[];
}

export async function chooseFiles(
  { known, config }: Project,
  selectors: readonly string[],
  cwd: string,
): Promise<ChosenFiles> {
  if (selectors.length === 0) return { keys: new Set(known.map(({ key }) => key)), others: [] };
  const matched = await Promise.all(
    selectors.map(async (selector) => {
      const selection = await selectPersonas(known, [selector], { cwd, personasFolder: config.personas });
      return { selector, keys: selection.ok ? selection.selected.map(({ key }) => key) : [] };
    }),
  );
  return {
    keys: new Set(matched.flatMap(({ keys }) => keys)),
    others: matched.flatMap(({ selector, keys }) => (keys.length === 0 ? [selector] : [])),
  };
}

/** Every file of which the live persona is known, in file order. */
export function fileTargets({ known, sound }: Project): FileTarget[] {
  const byKey = new Map(sound.map((persona) => [persona.key, persona]));
  return known.flatMap((file) => {
    const desired = byKey.get(file.key) ?? null;
    const id = desired?.id ?? onlyId(file);
    return id === null ? [] : [{ key: file.key, desired, id }];
  });
}

/** Nobody judged the id of an invalid file: it must look like one, and not like a key, before it is sent anywhere. */
function onlyId({ ids }: Selectable): string | null {
  const [id, other] = ids;
  if (id === undefined || other !== undefined) return null;
  return /^[A-Za-z0-9-]{1,64}$/.test(id) && redact(id, null) === id ? id : null;
}
