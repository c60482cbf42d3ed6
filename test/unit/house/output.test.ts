/**
 * Every JSON document that the program prints is described by schemas/output.schema.json, and nothing else is. What is
 * looked at: the documents that golden cases expect, the same cases with every step asked for JSON, and further runs.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES } from '../../../src/model/command.ts';
import { type Documented, documentsOfCases, expectedDocuments } from '../../support/documents.ts';
import {
  type ClosedObject,
  changedAt,
  closedObjects,
  closedSchemas,
  FORMS,
  formOf,
  isOfForm,
  isOutput,
  keysOf,
  openSchemas,
} from '../../support/output.ts';
import { documentsOfRuns } from '../../support/output-runs.ts';

interface Known extends Documented {
  readonly form: string;
  readonly objects: readonly ClosedObject[];
}

const known: Known[] = [];
/** One object of each kind, with the document that it is in. */
const samples = new Map<string, { readonly known: Known; readonly object: ClosedObject }>();

beforeAll(async () => {
  const all = [...(await expectedDocuments()), ...(await documentsOfCases()), ...(await documentsOfRuns())];
  for (const { from, document } of all) {
    const form = formOf(document, from);
    const one = { from, document, form, objects: closedObjects(document, form) };
    known.push(one);
    for (const object of one.objects) samples.set(object.schemaPath, { known: one, object });
  }
});

describe('every JSON document', () => {
  it('of a command is there to be looked at, finished and stopped early', () => {
    const commandsOf = (isStopped: boolean) =>
      known.filter(({ form }) => form.startsWith('stopped') === isStopped).map(({ document }) => document.command);
    const finished = COMMAND_NAMES.filter((name) => name !== 'emulator' && name !== 'merge');
    expect([...new Set(commandsOf(false))].sort()).toEqual([...finished].sort());
    expect([...new Set(commandsOf(true))].sort()).toEqual([...COMMAND_NAMES, null].sort());
  });

  it('has a form of its own, and no form is without one', () => {
    expect([...new Set(known.map(({ form }) => form))].sort()).toEqual([...FORMS].sort());
  });

  it('has, among all of them, every object that the schema describes', () => {
    expect([...samples.keys()].sort()).toEqual(closedSchemas().sort());
  });

  it('lacks what may be absent now and then, and has it now and then', () => {
    const odd = closedSchemas().flatMap((schemaPath) => {
      const seen = known.flatMap(({ objects }) => objects.filter((one) => one.schemaPath === schemaPath));
      return keysOf(schemaPath).optional.flatMap((key) => {
        const having = seen.filter(({ value }) => Object.hasOwn(value, key)).length;
        if (having === 0) return [`${schemaPath}: ${key} is never there`];
        return having === seen.length ? [`${schemaPath}: ${key} is always there`] : [];
      });
    });
    expect(odd).toEqual([]);
  });
});

describe('the schema of documents', () => {
  it('refuses a key that it does not know, in every kind of object', () => {
    const passed = [...samples].filter(([, { known: one, object }]) =>
      isOutput(changedAt(one.document, object.path, (value) => ({ ...value, surprise: 1 }))),
    );
    expect(passed.map(([schemaPath]) => schemaPath)).toEqual([]);
  });

  it('refuses an object that lacks a key which is always there', () => {
    const passed = [...samples].flatMap(([schemaPath, { known: one, object }]) =>
      keysOf(schemaPath)
        .required.filter((key) =>
          isOfForm(
            changedAt(one.document, object.path, ({ [key]: _, ...others }) => others),
            one.form,
          ),
        )
        .map((key) => `${schemaPath}: ${key}`),
    );
    expect(passed).toEqual([]);
  });

  it('refuses a command that there is none of, and a document that is none', () => {
    const passed = known.filter(({ document }) => isOutput({ ...document, command: 'deploy' }));
    expect(passed).toEqual([]);
    expect([null, [], 'plan', {}, { command: 'plan' }].filter(isOutput)).toEqual([]);
  });

  it('leaves open only what others fill', () => {
    expect(openSchemas()).toEqual([
      '/$defs/showDocument/properties/fields',
      '/$defs/persona/properties/set',
      '/$defs/names',
    ]);
  });
});
