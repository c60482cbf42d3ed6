/** Imported before a program: each module that it then imports is noted, a line each, in the file that `LOADED` names. */
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(process.env.LOADED, `${resolved.url}\n`);
  return resolved;
}
