/**
 * Makes the help texts ahead of time, for the build: in place of `src/args/prepared-help.ts`, which asks the parser for them,
 * comes a module that only has them. `e2e/help` compares the two.
 */
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const FILE = /args[\\/]prepared-help\.ts$/;

/** For esbuild. `define`: what the sources need beside themselves. */
export const preparedHelp = (define) => ({
  name: 'prepared-help',
  setup({ onLoad }) {
    onLoad({ filter: FILE }, async ({ path }) => ({
      contents: `export const HELP = ${JSON.stringify(await textsOf(path, define))};`,
      loader: 'js',
    }));
  },
});

async function textsOf(entry, define) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    define,
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports.HELP;
}
