/** The personas of the page: each an article that folds, with what the filters look at. */
import type { Plane } from '../../model/fields.ts';
import { PLANE_SHORT } from '../plan.ts';
import type { SharedChanges, Sheet, SheetPersona } from '../sheet/sheet.ts';
import { count } from '../words.ts';
import { changeParts } from './changes.ts';
import { code, html, sentence } from './escape.ts';

/** More articles than this are folded at first. */
const MOST_OPEN = 20;

export function personaParts(sheet: Sheet): string[] {
  const { shared, personas } = sheet;
  if (personas.length === 0) return [];
  const open = shared.length + personas.length <= MOST_OPEN;
  return [
    '<section aria-labelledby="personas"><h2 id="personas">Personas</h2>',
    controls(personas),
    ...shared.map((one) => sharedPart(one, open)),
    ...personas.map((one) => personaPart(one, open)),
    '</section>',
  ];
}

/** Hidden until the script, without which they could do nothing, shows them. */
function controls(personas: readonly SheetPersona[]): string {
  const radio = (value: Plane | '', label: string): string =>
    `<label><input type="radio" name="plane" value="${value}"${value === '' ? ' checked' : ''}> ${label}</label>`;
  return [
    `<div class="controls" id="controls" role="search" aria-label="Filter the personas" data-total="${personas.length}" hidden>`,
    '<label class="find" for="find">Persona, file or field<input type="search" id="find" autocomplete="off" spellcheck="false"></label>',
    `<fieldset><legend>Callers hear it</legend>${radio('', 'any time')}${radio('immediate', PLANE_SHORT.immediate)}${radio('draft', PLANE_SHORT.draft)}</fieldset>`,
    '<div><button type="button" id="open">Open all</button> <button type="button" id="close">Fold all</button></div>',
    '<output id="shown" for="find" aria-live="polite"></output>',
    '</div>',
  ].join('');
}

interface Article {
  readonly kind: 'shared' | 'persona';
  /** What the filter finds it by. */
  readonly find: readonly string[];
  readonly planes: readonly Plane[];
  readonly open: boolean;
  readonly summary: string;
  readonly body: readonly string[];
}

function article({ kind, find, planes, open, summary, body }: Article): string {
  const text = html(find.join(' ').toLowerCase());
  return [
    `<article class="${kind}" data-planes="${planes.join(' ')}" data-find="${text}">`,
    `<details${open ? ' open' : ''}><summary>${summary}</summary><div class="body">${body.join('')}</div></details></article>`,
  ].join('');
}

function sharedPart({ keys, files, changes }: SharedChanges, open: boolean): string {
  const from = files.length === 0 ? '' : `<p class="about">One edit of ${files.map(code).join(', ')}</p>`;
  const labels = changes.map(({ label }) => label);
  return article({
    kind: 'shared',
    find: [...keys, ...files, ...labels],
    planes: [...new Set(changes.map(({ plane }) => plane))],
    open,
    summary: `<h3>${count(keys.length, 'persona')} change alike</h3>${fieldsPart(labels)}`,
    body: [from, `<p>Reaches ${keys.map(code).join(', ')}.</p>`, ...changeParts(changes)],
  });
}

function personaPart(persona: SheetPersona, open: boolean): string {
  const { key, name, file, id, status, tone, told, details, planes, fields, guards, changes, also } = persona;
  const about = [name, file, id ?? ''].filter((text) => text !== '');
  const badges = [
    badge(status, tone),
    ...guards.map((guard) => badge(guard, 'warn')),
    ...planes.map((plane) => badge(PLANE_SHORT[plane], plane === 'immediate' ? 'warn' : 'calm')),
  ];
  return article({
    kind: 'persona',
    find: [key, ...about, status, ...fields, ...guards],
    planes,
    open,
    summary: `<h3>${html(key)}</h3>${badges.join('')}${fieldsPart(fields)}`,
    body: [
      `<p class="about">${about.map((text) => `<span>${html(text)}</span>`).join('')}</p>`,
      told === null ? '' : `<p>${sentence(told)}</p>`,
      ...changeParts(changes),
      also.length === 0
        ? ''
        : `<p class="about">Alike in several personas, and told above: ${also.map(code).join(', ')}</p>`,
      details.length === 0 ? '' : `<pre dir="auto">${details.map(html).join('\n')}</pre>`,
    ],
  });
}

function badge(text: string, tone: string): string {
  return ` <span class="badge ${tone}">${html(text)}</span>`;
}

function fieldsPart(fields: readonly string[]): string {
  return fields.length === 0 ? '' : ` <span class="fields">${fields.map(html).join(', ')}</span>`;
}
