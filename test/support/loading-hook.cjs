/** Required before a program: the modules that it then loads are listed, a line each, in the file that `LOADED` names. */
const { appendFileSync } = require('node:fs');
const Module = require('node:module');

const load = Module._load;
Module._load = (request, ...rest) => {
  const name = request.startsWith('node:') ? request : Module._resolveFilename(request, ...rest);
  appendFileSync(process.env.LOADED, `${name}\n`);
  return load(request, ...rest);
};
