/**
 * Compiles schemas ahead of time, for the build: in place of a file of `src/validate` that compiles them at run time comes
 * the code that ajv makes of them. The schemas stay the one truth, and nothing that is generated is kept.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { transform } from 'esbuild';

/** For esbuild: the files that compile, with the same `validatorOf`. */
export const compiledSchemas = {
  name: 'compiled-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /validate[\\/]compile[\w-]*\.ts$/ }, async ({ path }) => ({
      contents: await compileValidators(path),
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};

/** The text of a module that has the validators of all schemas that `file` imports. */
async function compileValidators(file) {
  const folder = dirname(file);
  const options = readJson(join(folder, 'ajv-options.json'));
  const ajv = new Ajv2020({ ...options, code: { source: true, esm: true } });
  const schemas = [...readFileSync(file, 'utf8').matchAll(/'(.*\/([\w-]+)\.schema\.json)'/g)];
  for (const [, path, name] of schemas) ajv.addSchema(readJson(join(folder, path)), name);
  const names = schemas.map(([, , name]) => name);
  const code = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  const door = `const validators = { ${names.join(', ')} };\nexport const validatorOf = (name) => validators[name];`;
  return (await transform(`${code}\n${door}`, { minify: true })).code;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
