/**
 * A sheet as a page: one file that asks for nothing from outside, and may not: its content security policy names the
 * one style sheet and the one script by their hashes, and nothing else.
 */
import { createHash } from 'node:crypto';
import type { Note, Sheet, SheetStop } from '../sheet/sheet.ts';
import { countTexts, placeText, shortCommit, timeText, titleOf } from '../sheet/words.ts';
import { code, html, sentence } from './escape.ts';
import { personaParts } from './personas.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export function htmlText(sheet: Sheet): string {
  const title = titleOf(sheet);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${html(title)} · persona-sync</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#main">Skip to the result</a>',
    '<div class="page">',
    `<header><h1>${html(title)}</h1>${factsPart(sheet)}</header>`,
    '<main id="main" tabindex="-1">',
    ...summaryParts(sheet),
    ...notesPart(sheet),
    ...personaParts(sheet),
    ...remarksPart(sheet),
    '</main>',
    footPart(sheet),
    '</div>',
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function policy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function factsPart({ address, account, commit, createdAt }: Sheet): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Service', address],
    ['Account', account],
    ['Commit', commit === null ? null : shortCommit(commit)],
    ['Made', createdAt === null ? null : timeText(createdAt)],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === null ? [] : [`<div><dt>${name}</dt><dd>${html(value)}</dd></div>`],
  );
  return known.length === 0 ? '' : `<dl class="facts">${known.join('')}</dl>`;
}

function summaryParts(sheet: Sheet): string[] {
  const { summary, tone, stop } = sheet;
  const tiles = countTexts(sheet).map(
    ({ number, text }) => `<li><b>${number.toLocaleString('en-US')}</b>${html(text)}</li>`,
  );
  return [
    '<section aria-labelledby="summary"><h2 id="summary" class="vh">Summary</h2>',
    ...(stop === null ? [] : [stopPart(stop)]),
    `<p class="verdict edge-${tone}">${sentence(summary)}</p>`,
    ...(tiles.length === 0 ? [] : [`<ul class="tiles">${tiles.join('')}</ul>`]),
    '</section>',
  ];
}

function stopPart({ message, hint }: SheetStop): string {
  const advice = hint === null ? '' : `<pre>${hint.split('\n').map(html).join('\n')}</pre>`;
  return `<p class="verdict bad">${sentence(message)}</p>${advice}`;
}

function notesPart({ notes }: Sheet): string[] {
  if (notes.length === 0) return [];
  return [
    '<section aria-labelledby="look"><h2 id="look">Look at this first</h2>',
    `<ul class="notes">${notes.map(notePart).join('')}</ul>`,
    '</section>',
  ];
}

function notePart({ tone, label, text, place, hint }: Note): string {
  const where = place === null ? '' : `<span class="place">${code(placeText(place))}</span>`;
  const lines = hint === null ? '' : hint.split('\n').map(html).join('\n');
  const advice = lines === '' ? '' : `<details><summary>What to do</summary><pre>${lines}</pre></details>`;
  return `<li class="edge-${tone}"><span class="badge ${tone}">${html(label)}</span> ${sentence(text)}${where}${advice}</li>`;
}

function remarksPart({ remarks }: Sheet): string[] {
  if (remarks.length === 0) return [];
  return [
    '<section aria-labelledby="next"><h2 id="next">What comes next</h2>',
    `<pre>${remarks.map(html).join('\n')}</pre>`,
    '</section>',
  ];
}

function footPart({ digest }: Sheet): string {
  const seal = digest === null ? '' : ` · digest <span class="id">${html(digest)}</span>`;
  return `<footer>Made by persona-sync${seal}</footer>`;
}
