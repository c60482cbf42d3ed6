/** One golden folder: how it is read, run and, when asked for, written. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '../../src/emulator/faults.ts';
import { parseSeed } from '../../src/emulator/seed.ts';
import { type Emulator, startEmulator } from '../../src/emulator/server.ts';
import type { Variants } from '../../src/emulator/variants.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { formOf } from './output.ts';
import { createProject, removeProject } from './project.ts';
import { commitAll } from './repository.ts';
import { NOW, runMain } from './run-main.ts';

export interface CaseStep {
  readonly argv: readonly string[];
  readonly exit: number;
  /** Dashboard edits before the step: persona id → fields. */
  readonly edits?: Readonly<Record<string, JsonObject>>;
  /** The subject of a commit of all files before the step, behind `write`; the first one makes the project a repository. */
  readonly commit?: string;
  /** Files written before the step: path in the project → content. */
  readonly write?: Readonly<Record<string, string>>;
  readonly answers?: readonly string[];
  readonly faults?: readonly Fault[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Case {
  /** One sentence: what a reader should look for. */
  readonly about: string;
  readonly steps: readonly CaseStep[];
  readonly variants?: Partial<Variants>;
  /** The content of expected/, by file name. */
  readonly expected: ReadonlyMap<string, string>;
}

export interface CaseResults {
  readonly exits: readonly number[];
  /** What was printed and sent, by the name of its file in expected/; empty texts have no file. */
  readonly texts: ReadonlyMap<string, string>;
}

const KNOWN_KEYS = ['about', 'steps', 'variants'];
const KNOWN_STEP_KEYS = ['argv', 'exit', 'edits', 'write', 'commit', 'answers', 'faults', 'env'];

/** A key that nothing reads, in case.json or in a step, is an error: it would be an expectation that cannot fail. */
export async function readCase(folder: string): Promise<Case> {
  const situation = JSON.parse(await readFile(path.join(folder, 'case.json'), 'utf8'));
  const unknown = [
    ...Object.keys(situation).filter((key) => !KNOWN_KEYS.includes(key)),
    ...situation.steps.flatMap((step: object) => Object.keys(step).filter((key) => !KNOWN_STEP_KEYS.includes(key))),
  ];
  if (unknown.length > 0) throw new Error(`case.json has keys that nothing reads: ${unknown.join(', ')}`);
  const names = await readdir(path.join(folder, 'expected')).catch(() => []);
  const texts = names.map(async (name) => [name, await readFile(path.join(folder, 'expected', name), 'utf8')] as const);
  return { ...situation, expected: new Map(await Promise.all(texts)) };
}

/** Runs all steps in a copy of `project/`, against an emulator that holds `live.json`. */
export async function runCase(folder: string, situation: Case): Promise<CaseResults> {
  const project = await createProject({});
  await cp(path.join(folder, 'project'), project, { recursive: true });
  const emulator = await startEmulator({
    keys: ['emulator'],
    ...(await readSeed(folder)),
    now: () => new Date(NOW),
    ...(situation.variants === undefined ? {} : { variants: situation.variants }),
  });
  try {
    return await runSteps(situation.steps, project, emulator);
  } finally {
    await emulator.close();
    await removeProject(project);
  }
}

async function runSteps(steps: readonly CaseStep[], project: string, emulator: Emulator): Promise<CaseResults> {
  const texts = new Map<string, string>();
  const exits: number[] = [];
  for (const [at, step] of steps.entries()) {
    const prefix = steps.length === 1 ? '' : `${at + 1}-`;
    const seen = emulator.requests.length;
    await prepareStep(step, project, emulator);
    if (step.commit !== undefined) await commitAll(project, step.commit, at);
    const { exit, stdout, stderr } = await runMain(inTurn(step.argv), {
      cwd: project,
      env: { BLAND_API_KEY: 'emulator', BLAND_BASE_URL: emulator.url, ...step.env },
      ...(step.answers === undefined ? {} : { answers: step.answers }),
    });
    exits.push(exit);
    if (asksForJson(step.argv)) formOf(JSON.parse(stdout));
    for (const file of documentsNamed(step.argv)) await expectDocument(path.join(project, file));
    keep(texts, `${prefix}stdout.${endingOf(step.argv)}`, neutral(stdout, project, emulator));
    keep(texts, `${prefix}stderr.txt`, neutral(stderr, project, emulator));
    keep(
      texts,
      `${prefix}requests.txt`,
      neutral(emulator.requests.slice(seen).map(requestLine).join(''), project, emulator),
    );
  }
  return { exits, texts };
}

/** One request at a time, so that requests and progress stand in the same order each time. */
function inTurn(argv: readonly string[]): readonly string[] {
  const talks =
    ['plan', 'apply', 'promote', 'drift', 'undo', 'status', 'show', 'history', 'rollback'].includes(argv[0] ?? '') &&
    !argv.includes('--concurrency');
  return talks ? [...argv, '--concurrency', '1'] : argv;
}

/** Expectations that no step produced. */
export async function unreadExpectations(folder: string, results: CaseResults): Promise<string[]> {
  const names = await readdir(path.join(folder, 'expected')).catch(() => []);
  return names.filter((name) => !results.texts.has(name));
}

export async function writeExpectations(folder: string, results: CaseResults): Promise<void> {
  const expected = path.join(folder, 'expected');
  await rm(expected, { recursive: true, force: true });
  await mkdir(expected, { recursive: true });
  for (const [name, text] of results.texts) await writeFile(path.join(expected, name), text);
}

async function prepareStep(step: CaseStep, project: string, emulator: Emulator): Promise<void> {
  for (const [id, fields] of Object.entries(step.edits ?? {})) emulator.store.edit(id, fields);
  for (const [file, text] of Object.entries(step.write ?? {})) await writeFile(path.join(project, file), text);
  for (const fault of step.faults ?? []) emulator.addFault(fault);
}

async function readSeed(folder: string) {
  const text = await readFile(path.join(folder, 'live.json'), 'utf8').catch(() => '[]');
  const parsed = parseSeed(text);
  if (!parsed.ok) throw new Error(`live.json: ${parsed.message}`);
  return { seed: parsed.seed, things: parsed.things };
}

function asksForJson(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=json' || (word === 'json' && argv[at - 1] === '--format'));
}

/** The files that a step writes a JSON document to. */
function documentsNamed(argv: readonly string[]): string[] {
  const saved = ['plan', 'merge'].includes(argv[0] ?? '') ? argv.filter((_, at) => argv[at - 1] === '--out') : [];
  const reports = argv.filter((word, at) => argv[at - 1] === '--report' && word.startsWith('json='));
  return [...saved, ...reports.map((word) => word.slice('json='.length))];
}

/** A run that stopped may not have written it. */
async function expectDocument(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) formOf(JSON.parse(text));
}

/** Of the file for stdout, by `--format`. */
function endingOf(argv: readonly string[]): string {
  const endings = { json: 'json', markdown: 'md', html: 'html' };
  return Object.entries(endings).find(([format]) => argv.includes(format))?.[1] ?? 'txt';
}

function keep(texts: Map<string, string>, name: string, text: string): void {
  if (text !== '') texts.set(name, text);
}

/** Ports, folders and the ids of new personas differ from run to run. Hashes that cover them do too. */
function neutral(text: string, project: string, emulator: Emulator): string {
  return text
    .replaceAll(emulator.url, 'http://emulator')
    .replaceAll(project, '/project')
    .replaceAll(UUID, (id) => newIdOf(id, emulator))
    .replace(/^ {2}"digest": "[0-9a-f]{64}"$/m, '  "digest": "(of the document)"')
    .replace(/(?<="digest":"|digest <span class="id">)[0-9a-f]{64}/, '(of the document)')
    .replace(/<(style|script)>\n[\s\S]*?<\/\1>/g, '<$1>(as in src/render/html)</$1>')
    .replace(/'sha256-[^']+'/g, "'sha256-(of it)'");
}

function requestLine({ method, path: where, body }: Emulator['requests'][number]): string {
  return `${method} ${where}${body === undefined ? '' : ` ${JSON.stringify(body)}`}\n`;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** In the order in which they were made; ids that a case gives itself are no such ids. */
function newIdOf(id: string, { store }: Emulator): string {
  const made = store.ids().filter((one) => one.search(UUID) === 0);
  return made.includes(id) ? `new-${made.indexOf(id) + 1}` : id;
}
