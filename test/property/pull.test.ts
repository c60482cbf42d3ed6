/** What must hold of pulled files for every live persona: they are valid, and a plan of them has no changes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LivePersona } from '../../src/model/persona.ts';
import { canonicalField } from '../../src/plan/canonical.ts';
import { changesBetween } from '../../src/plan/changes.ts';
import { liveValue } from '../../src/plan/managed.ts';
import { loadProject } from '../../src/project.ts';
import { editPersona } from '../../src/pull/edit-persona.ts';
import { type PersonaText, writePersonaText } from '../../src/pull/persona-text.ts';
import fc, { tries } from '../support/law.ts';
import { lengthyPersona, nastyPersona } from '../support/nasty.ts';
import { createProject, removeProject, writeInto } from '../support/project.ts';
import { testIo } from '../support/run-main.ts';

const ALLOWED = { root: ['webhook', 'skills'], callConfig: ['memory'] };
const CONFIG = 'allow_fields: [webhook, skills, call_config.memory]\n';

let folder = '';
beforeAll(async () => {
  folder = await createProject({ 'persona-sync.yaml': CONFIG });
});
afterAll(() => removeProject(folder));

/** What plan would do with the files, through the whole of loading. */
async function planned(live: LivePersona, pulled: PersonaText) {
  await removeProject(`${folder}/personas`);
  await writeInto(folder, 'personas/ann.yaml', pulled.text);
  for (const { name, text } of pulled.prompts) await writeInto(folder, `personas/${name}`, text);
  const project = await loadProject(testIo({ cwd: folder }), { config: null, env: null, selectors: [] });
  if ('stop' in project) throw new Error(project.stop.message);
  const errors = project.diagnostics.filter(({ severity }) => severity === 'error');
  return { errors, personas: project.personas, changes: project.personas.flatMap((one) => changesBetween(one, live)) };
}

const options = { allowed: ALLOWED, keyInUse: null, fields: [], from: 'draft', withId: true } as const;

/** The file of one persona, in which some fields that are not set are cleared. */
async function fileOf(live: LivePersona, cleared: readonly string[]): Promise<void> {
  const pulled = writePersonaText(live, { ...options, promptFiles: null });
  fc.pre(!('unmanageable' in pulled));
  const lines = cleared
    .filter((name) => !new RegExp(`^${name}:`, 'm').test(pulled.text))
    .map((name) => `${name}: null\n`);
  await removeProject(`${folder}/personas`);
  await writeInto(folder, 'personas/ann.yaml', pulled.text + lines.join(''));
}

async function load() {
  const project = await loadProject(testIo({ cwd: folder }), { config: null, env: null, selectors: [] });
  if ('stop' in project) throw new Error(project.stop.message);
  const errors = project.diagnostics.filter(({ severity }) => severity === 'error');
  const [persona] = project.personas;
  if (persona === undefined) throw new Error('no persona');
  return { errors, persona: { ...persona, id: 'p-1' } };
}

describe('a persona file that was edited to say what is live', () => {
  it('is valid, and plans no change but where a conflict is told', async () => {
    const cleared = fc.subarray(['role', 'tags', 'call_config', 'kb_ids', 'pathway_conditions', 'webhook']);
    await fc.assert(
      fc.asyncProperty(nastyPersona, cleared, nastyPersona, async (before, nulls, live) => {
        await fileOf(before, nulls);
        const { persona } = await load();
        const edited = editPersona(persona, live, { ...options, sharedBy: () => null, newPrompt: null });
        for (const { file, after } of edited.writes) await writeInto(folder, file, after);
        const after = await load();
        expect(after.errors).toEqual([]);
        const told = edited.conflicts.map(({ path }) => path);
        const isTold = (path: string): boolean => told.some((one) => path === one || path.startsWith(`${one}/`));
        const changed = changesBetween(after.persona, live).map(({ path }) => path);
        expect(changed.filter((path) => !isTold(path))).toEqual([]);
      }),
      tries(100),
    );
  });
});

describe('a persona file that was written from a live persona', () => {
  it.each([
    ['with prompt files', 'ann'],
    ['with all prompts in it', null],
  ])('is valid and plans clean, %s', async (_, promptFiles) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(nastyPersona, lengthyPersona), async (live) => {
        const pulled = writePersonaText(live, { ...options, promptFiles });
        fc.pre(!('unmanageable' in pulled));
        const { errors, personas, changes } = await planned(live, pulled);
        expect(errors).toEqual([]);
        expect(personas).toHaveLength(1);
        expect(changes).toEqual([]);
      }),
      tries(300),
    );
  });

  it('holds each field that is set, or names it', async () => {
    await fc.assert(
      fc.asyncProperty(nastyPersona, async (live) => {
        const pulled = writePersonaText(live, { ...options, promptFiles: 'ann' });
        fc.pre(!('unmanageable' in pulled));
        const { personas } = await planned(live, pulled);
        const named = new Set(pulled.leftOut.map(({ path }) => path.split('/')[1]));
        for (const name of [
          'role',
          'description',
          'tags',
          'personality_prompt',
          'kb_ids',
          'pathway_conditions',
          'webhook',
        ]) {
          const isSet = canonicalField(name, liveValue(live, name)) !== null;
          const isHeld = Object.hasOwn(personas[0]?.set ?? {}, name);
          expect([name, isHeld || named.has(name)]).toEqual([name, isSet || named.has(name)]);
        }
      }),
      tries(150),
    );
  });
});
