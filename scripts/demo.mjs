/**
 * `npm run demo`: the main job from beginning to end, by the real CLI, on a copy of `examples/` outside any repository,
 * against the embedded emulator. It needs no account and no key, and leaves nothing behind or running.
 * Each step's exit code is checked, and in the end what is live: a demo must not be able to lie.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { liveSide, withoutLastItem, withoutOneSentence, withSetting } from './demo-live.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'persona-sync-demo-'));
const running = new Set();
/** The exit code that the signal which ended the demo stands for. */
let interrupted = null;
const bold = process.stdout.isTTY && !process.env.NO_COLOR ? (text) => `\x1b[1m${text}\x1b[22m` : (text) => text;

/** Only these pass from the user's shell to the CLI. Above all no `BLAND_…`: a real key must not come near the demo. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'FORCE_COLOR',
  'LANG',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
];
const cleanEnv = Object.fromEntries(
  PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

async function play() {
  for (const part of ['persona-sync.yaml', 'personas', 'prompts']) {
    cpSync(join(root, 'examples', part), join(folder, part), { recursive: true });
  }
  const address = await startEmulator();
  const env = { ...cleanEnv, BLAND_API_KEY: 'emulator', BLAND_BASE_URL: address };
  const live = liveSide(address, join(folder, 'personas'));
  await playEarlierDays(live);

  await say(
    'Nine personas of two invented firms, on a copy of examples/, against a stand-in for the service on this machine.',
    'Five of them are not live as their files say: a prompt, a voice, a tag, a time limit, and a picture to clear.',
    `BLAND_API_KEY=emulator BLAND_BASE_URL=${address}`,
  );
  await step('Are the files right? This needs no network and no key.', ['validate'], 0, env);
  await step('What would change? Reads the live personas, and writes nothing.', ['plan'], 0, env);
  await step('Write exactly that, and check that it took.', ['apply', '--auto-approve'], 0, env);
  await step('Is there anything left to do?', ['plan', '--detailed-exitcode'], 0, env);
  await checkUnmanaged(live);

  await live.edit('collections', 'call_config', withSetting('record', false));
  await say('', bold('Meanwhile, in the dashboard, somebody switches off the recording of the collections line …'));
  await step('… which git knows nothing about. Drift finds it: exit code 2.', ['drift'], 2, env);
  await say(...nextSteps());
}

/**
 * The emulator starts as the files are. These edits, on air since, are what the files now differ from; the last is one
 * of a setting that its file does not name, and it has to survive.
 */
async function playEarlierDays(live) {
  await live.edit('support', 'personality_prompt', withoutOneSentence);
  await live.edit('sales', 'call_config', withSetting('voice', 'June'));
  await live.edit('scheduling', 'tags', withoutLastItem);
  await live.edit('survey', 'call_config', withSetting('max_duration', 20));
  await live.edit('collections', 'image_url', () => 'https://images.example.com/smiling-portrait.png');
  await live.edit('delivery', 'call_config', withSetting('voice', 'June'));
  for (const key of ['support', 'sales', 'survey', 'delivery']) await live.promote(key);
}

async function checkUnmanaged(live) {
  const { call_config: settings } = await live.read('delivery');
  if (settings?.voice !== 'June') throw new Error('apply changed a setting that no file names: delivery, voice');
  await say('', 'The voice of the delivery line was chosen in the dashboard. No file names it, so it is still there.');
}

/** The first line that the emulator prints ends with its address. */
async function startEmulator() {
  const emulator = start(['emulator', '--seed', 'personas', '--quiet'], cleanEnv, ['ignore', 'pipe', 'inherit']);
  for await (const line of createInterface({ input: emulator.stdout })) {
    const [address] = /http:\/\/[^\s/]+/.exec(line) ?? [];
    if (address === undefined) continue;
    emulator.stdout.resume();
    return address;
  }
  throw new Error('the emulator did not start');
}

async function step(heading, args, expected, env) {
  await say('', bold(heading), `$ persona-sync ${args.join(' ')}`);
  const child = start(args, env, ['ignore', 'inherit', 'inherit']);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== expected) throw new Error(`persona-sync ${args[0]} ended with exit code ${code}, not ${expected}`);
}

function start(args, env, stdio) {
  if (interrupted !== null) throw new Error('interrupted');
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env, stdio });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

function nextSteps() {
  return [
    '',
    bold('With your own account, in a repository of yours'),
    '  npm install --save-dev persona-sync && npx persona-sync init',
    '  export BLAND_API_KEY=…        # the key of your organisation',
    '  npx persona-sync pull --all   # every live persona into a file',
    '  npx persona-sync plan         # no changes; edit a file and look again: it writes nothing',
    '  npx persona-sync apply        # shows it again, and asks',
    'In CI: examples/ci has workflows for plan in pull requests, apply on merge, and drift on a schedule.',
  ];
}

/** Resolves when the lines are out, so that they stand before the output of the next child. */
function say(...lines) {
  return new Promise((resolve) => process.stdout.write(`${lines.join('\n')}\n`, resolve));
}

/** Ends what is running, and resolves when it has ended. */
async function stopAll() {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(ended);
}

for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => {
    interrupted = code;
    stopAll();
  });
}

try {
  await play();
} catch (error) {
  // A signal ends the children, so that whatever step it was fails and leads here.
  if (interrupted === null) console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = interrupted ?? 1;
} finally {
  await stopAll();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
