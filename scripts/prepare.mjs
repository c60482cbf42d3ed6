/**
 * Makes a clone ready to run: the libraries of the lock file, and an up-to-date build. Does and says nothing when all of
 * it is there. `npm run demo` and `npm test` begin with it, so nobody has to remember a set-up step.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchesLockFile } from './installed.mjs';
import { builtFrom, hashSources } from './sources.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [major, minor] = engines.node.replace('>=', '').split('.').map(Number);
  const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  stop(
    `persona-sync needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}.\n` +
      'Install a newer one from https://nodejs.org (or "nvm install --lts"), and run the command again.',
  );
}

/** Install scripts are never run: no library here needs its own, and none gets to run code on this machine. */
function installIfStale() {
  if (matchesLockFile(root)) return;
  say('installing dependencies from package-lock.json …');
  npm(['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}

function buildIfStale() {
  if (builtFrom(root) === hashSources(root)) return;
  say('building dist …');
  run(
    process.execPath,
    [join(root, 'scripts', 'build.mjs')],
    'The build failed: mend what is named above, and run the command again.',
  );
}

/** The npm that started us where there is one, so that its version and settings hold. */
function npm(args) {
  const starter = process.env.npm_execpath;
  const hint = 'The installation failed. Is the npm registry reachable from here? "npm ping" tells.';
  if (starter && /npm-cli\.c?js$/.test(starter)) run(process.execPath, [starter, ...args], hint);
  else run('npm', args, hint, { shell: process.platform === 'win32' });
}

function run(command, args, hint, options) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (status === 0) return;
  stop(error ? `${command}: ${error.message}\n${hint}` : hint);
}

/** On stderr, so that the output of the command that follows stays its own. */
function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(message) {
  say(message);
  process.exit(1);
}

requireNode();
installIfStale();
buildIfStale();
