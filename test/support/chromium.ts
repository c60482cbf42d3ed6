/** Headless Chromium, where this machine has one. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The one that `CHROMIUM_PATH` names, else the first on the path; null where there is none. */
export const CHROMIUM: string | null = process.env.CHROMIUM_PATH ?? findOnPath();

function findOnPath(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const places = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return places.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says why where there is none; with `REQUIRE_CHROMIUM=1`, as in CI, that is a failure. */
export function chromiumIsMissing(): boolean {
  if (CHROMIUM !== null) return false;
  const why = 'No Chromium was found on the path, and CHROMIUM_PATH names none';
  if (process.env.REQUIRE_CHROMIUM === '1') throw new Error(`${why}.`);
  process.stderr.write(`${why}: the pages are not looked at. On Debian: apt-get install chromium\n`);
  return true;
}

/** Without its sandbox, which root and most containers cannot have; it opens nothing but our own pages. */
export function launchChromium(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
