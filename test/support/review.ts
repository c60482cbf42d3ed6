/** Plans to look at in every format: built from both sides as the program builds them, without files or a service. */
import type { JsonObject } from '../../src/model/json.ts';
import type { Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { planSheet } from '../../src/render/sheet/plan.ts';
import type { Sheet } from '../../src/render/sheet/sheet.ts';
import { desiredPersona, livePersona, NO_PERMITS } from './live.ts';
import { NOW } from './run-main.ts';

/** A file and its live persona; `role`, `description` and `tags` are root fields, all else is on the draft. */
export interface Pair {
  readonly key: string;
  readonly desired: JsonObject;
  readonly live: JsonObject;
}

const ROOT = ['name', 'role', 'description', 'tags', 'image_url', 'user_id'];

export function planOf(pairs: readonly Pair[]): Plan {
  const reads = pairs.map(({ key, desired, live }, at) => {
    const isRoot = ([name]: [string, unknown]): boolean => ROOT.includes(name);
    const fields = Object.entries(live);
    const found = livePersona(
      Object.fromEntries(fields.filter(isRoot)),
      Object.fromEntries(fields.filter((field) => !isRoot(field))),
    );
    const file = `personas/${key}.yaml`;
    const name = typeof desired.name === 'string' ? desired.name : key;
    const places = Object.keys(desired).map(
      (field, line) => [`/${field}`, [{ file, line: line + 2, column: 3 }]] as const,
    );
    return {
      desired: desiredPersona(desired, { key, file, id: `id-${at}`, name, sources: new Map(places) }),
      read: { kind: 'found' as const, live: { ...found, id: `id-${at}` } },
    };
  });
  return buildPlan({
    reads,
    files: pairs.length,
    baseUrl: 'https://api.example',
    environment: null,
    createdAt: new Date(NOW),
    commit: '0123456789abcdef0123456789abcdef01234567',
    diagnostics: [],
    keyInUse: null,
    ...NO_PERMITS,
  });
}

export function sheetOf(pairs: readonly Pair[]): Sheet {
  return planSheet(planOf(pairs), []);
}

/** Text that means something to whoever shows it: Markdown, HTML, GitHub's comments and logs, terminals. */
export const HOSTILE: readonly string[] = [
  '```\n# out of the fence\n```',
  '````````\nlonger',
  '~~~',
  '@everyone and @octocat/team',
  '#123, GH-12, octo/repo#4, ABC-77 and 0123456789abcdef0123456789abcdef01234567',
  '</details></summary></code></pre>',
  '<script>window.hurt = 1; alert(1)</script>',
  '<img src=x onerror="window.hurt = 1">',
  '"><svg onload="window.hurt = 1">',
  "' onmouseover='window.hurt = 1",
  '</title></style><base href="https://evil.example/">',
  '::error::boom',
  '  ::add-mask::a',
  '::stop-commands::b',
  '%0A::error::c',
  '##[error]d ##[group]e',
  '\u001b[31mred\u001b[0m \u009b2J \u202egnp.exe \u200bzero',
  '--> <!-- --!>',
  '<!-- persona-sync:plan -->',
  '[link](https://evil.example) ![image](https://evil.example/x.png) [ref]: x',
  'https://evil.example www.evil.example mail@evil.example',
  '| a | b |\n|---|---|\n\\| c \\\\| d',
  '**bold** _soft_ ~~gone~~ :tada: [^1] - [ ] 1. x',
  `{{caller}} $\{name} &lt;b&gt; &#64;everyone`,
  'line\r\nends\u2028and\u0000zero\u0007bell',
];

/** Every hostile text in every place that a live persona or a file has for text. */
export function hostilePairs(): Pair[] {
  return HOSTILE.map((text, at) => ({
    key: at % 2 === 0 ? `hostile-${at}` : text,
    desired: {
      name: text,
      role: text,
      tags: [text, 'kept'],
      call_config: { voice: text, [text]: 'new' },
      personality_prompt: `Kept line.\n${text}\nAnother ${text} line, that is long enough to be edited by a word.`,
      pathway_conditions: [{ name: text, prompt: text, pathway_id: 'p', pathway_version: '1', start_node_id: 's' }],
    },
    live: {
      name: `old ${text}`,
      user_id: text,
      description: text,
      tags: ['kept', `old ${text}`],
      call_config: { voice: `old ${text}` },
      personality_prompt: `Kept line.\n${text}\nAnother ${text} line, that is long enough to be edited by one word.\n${text}`,
      pathway_conditions: [
        { name: text, prompt: `old ${text}`, pathway_id: 'p', pathway_version: '1', start_node_id: 's' },
      ],
    },
  }));
}
