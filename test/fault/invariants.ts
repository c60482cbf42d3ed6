/**
 * What must hold after every run, whatever was injected. Each check gives its violations as sentences; none is the
 * rule. They look at the server alone (what came in, what is stored), and hold the program's words against it.
 */
import type { Outcome } from '../../src/model/outcome.ts';
import { type Content, differencesBetween, rightBody, sameContent, sameJson, shownValue, written } from './content.ts';
import { differingFields, isAsDesired, sameMeaning, unmanagedLosses } from './meaning.ts';
import { documentOf, type Report, reportIn } from './report.ts';
import type { Member } from './situation.ts';
import { KEY, type Run, type Seen } from './stage.ts';

/** For every run of every command: the key is shown nowhere, JSON is one document, and nothing but GET where only looking was asked for. */
export function alwaysHolds(run: Run): string[] {
  const texts = { stdout: run.stdout, stderr: run.stderr, journal: run.journals.join('\n') };
  const leaks = Object.entries(texts).flatMap(([name, text]) => (text.includes(KEY) ? [`the key is in ${name}`] : []));
  const document = run.argv.includes('json') && documentOf(run) === null ? ['stdout is not the one document'] : [];
  const looks = ['plan', 'drift'].includes(run.argv[0] ?? '') && run.requests.some(({ method }) => method !== 'GET');
  const inside =
    run.stdout.includes('Unexpected:') || run.stderr.includes('Unexpected:') ? ['it met a defect of its own'] : [];
  return [
    ...leaks,
    ...document,
    ...(looks ? ['it sent something else than GET'] : []),
    ...inside,
    ...unreadableJournals(run),
    ...unannouncedWrites(run),
  ];
}

/** Every whole line of a journal is JSON; only the last may be cut short, by a kill. */
function unreadableJournals({ journals }: Run): string[] {
  return journals.flatMap((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .flatMap((line, index) => (isJson(line) ? [] : [`line ${index + 1} of the journal is not JSON`])),
  );
}

/** A PATCH stands in the journal before it is sent. */
function unannouncedWrites({ requests, journals }: Run): string[] {
  const announced = journals
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('{"type":"write"'));
  return requests.flatMap(({ method, persona }) => {
    const isAnnounced = announced.some((line) => line.includes(`"id":"${persona}"`));
    return method !== 'PATCH' || isAnnounced ? [] : [`a PATCH of ${persona} that no journal announces`];
  });
}

/** The journal of a run that came to its end tells what the report tells. */
function journalIsTrue(run: Run, report: Report): string[] {
  const text = run.journals.join('');
  const end = text.includes('{"type":"end"') || text === '' ? [] : ['the journal has no end'];
  const told = text.split('\n').filter((line) => line.startsWith('{"type":"outcome"'));
  const wrong = told.flatMap((line) => {
    const { id, status }: { id: string; status: string } = JSON.parse(line);
    const said = report.outcomes.find((outcome) => outcome.id === id)?.status;
    return said === undefined || said === status ? [] : [`the journal says ${status} of ${id}, the report ${said}`];
  });
  return [...end, ...wrong];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where nobody else writes: every persona is exactly as it was, or exactly as the one right PATCH leaves it. */
export function storeIsOldOrNew(members: readonly Member[], run: Run): string[] {
  return members.flatMap((member) => {
    const [old, now] = [contentAt(run.before, member), contentAt(run.after, member)];
    const isOld = sameContent(now, old);
    const isNew = member.body !== null && sameContent(now, written(old, member.body));
    return isOld || isNew
      ? []
      : [`${member.key} is neither as it was nor as planned: ${differencesBetween(old, now).join(', ')} moved`];
  });
}

/**
 * Every PATCH was made from a GET of this run, that GET showed what the plan had shown, its body is the right one for
 * it, and it was not repeated without another look.
 */
export function writesWereShown(members: readonly Member[], run: Run): string[] {
  const details = reportIn(run)?.details ?? null;
  return run.requests.flatMap((request, index) => {
    if (request.method !== 'PATCH') return [];
    const member = members.find(({ id }) => id === request.persona);
    if (member === undefined) return [`a PATCH of ${request.persona}, which no file names`];
    const look = lastLook(run.requests.slice(0, index), member.id);
    if (look === null) return [`${member.key}: a PATCH without a look just before`];
    const outcome = details?.find(({ id }) => id === member.id) ?? null;
    return wrongWrite(member, request, look, outcome).map((wrong) => `${member.key}: ${wrong}`);
  });
}

/** The GET that a PATCH rests on: the last request of the persona before it. */
function lastLook(earlier: readonly Seen[], id: string): Content | null {
  const last = earlier.findLast(({ persona }) => persona === id);
  return last?.method === 'GET' ? last.at : null;
}

function wrongWrite(member: Member, patch: Seen, shown: Content, outcome: Outcome | null): string[] {
  const fields = outcome === null ? Object.keys(member.body ?? {}) : outcome.changes.map(({ path }) => fieldIn(path));
  if (fields.length === 0) return ['a PATCH that no plan shows'];
  const wanted = rightBody(member, shown, [...new Set(fields)]);
  const body = sameJson(patch.body, wanted) ? [] : [`a wrong body: ${JSON.stringify(patch.body)}`];
  return [...body, ...(outcome === null ? [] : unseen(member, shown, outcome))];
}

function fieldIn(path: string): string {
  return path.split('/')[1] ?? '';
}

/** What stood there at the last look must be what the plan said stands there: else somebody is overwritten unseen. */
function unseen(member: Member, shown: Content, outcome: Outcome): string[] {
  const planned = new Set(outcome.changes.map(({ path }) => path));
  const before = outcome.changes.flatMap((change) => {
    const live = valueAt(shown, change.path);
    return sameMeaning(leafOf(change.path), live, change.before) ? [] : [`${change.path} was overwritten unseen`];
  });
  const others = differingFields(member, shown).filter(
    (field) => ![...planned].some((path) => fieldIn(path) === field),
  );
  return [...before, ...others.map((field) => `${field} had moved, and it was written all the same`)];
}

function leafOf(path: string): string {
  return path.startsWith('/call_config/') ? 'setting' : fieldIn(path);
}

function valueAt(content: Content, path: string) {
  const [, field = '', key] = path.split('/');
  const value = shownValue(content, field);
  if (key === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.entries(value).find(([name]) => name === key)?.[1] ?? null;
}

/** The report, held against what is stored. `edited`: personas that somebody else wrote during this run. */
export function reportIsTrue(members: readonly Member[], run: Run, edited: ReadonlySet<string> = new Set()): string[] {
  const report = reportIn(run);
  if (report === null) return ['there is no report'];
  const outcomes = report.outcomes.filter(({ id }) => id === null || !edited.has(id));
  const lies = outcomes.flatMap((outcome) => {
    const member = members.find(({ id }) => id === outcome.id);
    if (member === undefined) return [`a report of ${outcome.key}, which no file names`];
    return isTrueOf(member, outcome.status, run) ? [] : [`${outcome.key} is said to be ${outcome.status}, and is not`];
  });
  const untold = members.filter(
    ({ id }) => hasWritten(run, id) && !report.outcomes.some((outcome) => outcome.id === id),
  );
  return [
    ...lies,
    ...untold.map(({ key }) => `${key} was sent a PATCH and is not in the report`),
    ...wrongExit(members, run, report, edited),
    ...journalIsTrue(run, report),
  ];
}

function isTrueOf(member: Member, status: Outcome['status'], run: Run): boolean {
  const [old, now] = [contentAt(run.before, member), contentAt(run.after, member)];
  const untouched = sameContent(now, old);
  switch (status) {
    case 'applied':
      return isAsDesired(member, now) && hasWritten(run, member.id) && !untouched;
    case 'unchanged':
      return isAsDesired(member, now) && !hasWritten(run, member.id);
    case 'held':
    case 'failed':
    case 'not_attempted':
      return untouched;
    case 'unverified':
    case 'unknown':
      return hasWritten(run, member.id) && wasNotAnswered(run, member.id);
    default:
      return status satisfies never;
  }
}

/** Whether the program could not know: its last look was disturbed, or the key was refused and no look was left to it. */
function wasNotAnswered(run: Run, id: string): boolean {
  const last = run.requests.findLast(({ persona }) => persona === id);
  return last?.method === 'PATCH' ? reportIn(run)?.stopped === 'unauthorized' : last?.fault !== null;
}

function hasWritten(run: Run, id: string): boolean {
  return run.requests.some(({ method, persona }) => method === 'PATCH' && persona === id);
}

/** README, "Exit codes". */
function wrongExit(members: readonly Member[], run: Run, report: Report, edited: ReadonlySet<string>): string[] {
  const isDone = report.outcomes.every(({ status }) => status === 'applied' || status === 'unchanged');
  const wrote = run.requests.some(({ method }) => method === 'PATCH');
  const right =
    run.exit === 130 || (run.exit === 1 ? !wrote && report.stopped !== null : run.exit === (isDone ? 0 : 4));
  const undone =
    run.exit === 0
      ? members.filter((member) => !edited.has(member.id) && !isAsDesired(member, contentAt(run.after, member)))
      : [];
  return [
    ...(right ? [] : [`exit ${run.exit}`]),
    ...undone.map(({ key }) => `exit 0, but ${key} is not as its file says`),
  ];
}

/** A run again, without faults: it finishes the work, and writes nothing that was done already. */
export function rerunConverged(members: readonly Member[], run: Run): string[] {
  const needed = members.filter((member) => !isAsDesired(member, contentAt(run.before, member))).map(({ id }) => id);
  const sent = run.requests.filter(({ method }) => method === 'PATCH').map(({ persona }) => persona);
  const undone = members.filter((member) => !isAsDesired(member, contentAt(run.after, member)));
  return [
    ...(run.exit === 0 ? [] : [`the rerun ended with exit ${run.exit}: ${run.stderr}`]),
    ...(sameJson([...needed].sort(), [...sent].sort())
      ? []
      : [`the rerun wrote ${sent.join(', ')}, not ${needed.join(', ')}`]),
    ...undone.map(({ key }) => `the rerun left ${key} undone`),
  ];
}

export function contentAt(contents: Run['before'], member: Member): Content {
  const content = contents.get(member.id);
  if (content === undefined) throw new Error(`the emulator holds no ${member.id}`);
  return content;
}

/**
 * Where the service does not store what it is sent: `unverified` exactly where a managed field is not as desired or an
 * unmanaged one is lost, and a PATCH for exactly those that were not as desired.
 */
export function wrongAfterVariants(members: readonly Member[], run: Run): string[] {
  const report = reportIn(run);
  if (report === null) return ['there is no report'];
  const wrong = members.flatMap((member) => {
    const [old, now] = [contentAt(run.before, member), contentAt(run.after, member)];
    const isRight = isAsDesired(member, now) && unmanagedLosses(member, old, now).length === 0;
    const expected = isAsDesired(member, old) ? 'unchanged' : isRight ? 'applied' : 'unverified';
    const status = report.outcomes.find(({ id }) => id === member.id)?.status;
    // An answer that cannot be read, and nothing stored however often it is sent: then it was as if refused.
    if (status === 'failed' && expected === 'unverified' && sameContent(now, old)) return [];
    const needless =
      hasWritten(run, member.id) && isAsDesired(member, old) ? [`${member.key} was written needlessly`] : [];
    return [...needless, ...(status === expected ? [] : [`${member.key} is said to be ${status}, not ${expected}`])];
  });
  return [...wrong, ...wrongExit(members, run, report, new Set())];
}
