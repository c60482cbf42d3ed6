/**
 * The set of personas that every scenario starts from: twelve, of which five differ, each in another way. What is live,
 * what the files say, and the one body that a PATCH may have are written out by hand, so that nothing here is computed
 * by the program under test.
 */
import { stringify } from 'yaml';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import type { JsonObject } from '../../src/model/json.ts';

export interface Member {
  readonly key: string;
  readonly id: string;
  /** The persona file, without `id`. */
  readonly file: JsonObject;
  /** What the file sets, with prompt files read. */
  readonly set: JsonObject;
  readonly live: SeedPersona;
  /** The body of the only PATCH that it may get; null where it is as the file says. */
  readonly body: JsonObject | null;
  /** What `undo` puts back, and the body of its only PATCH; null where there is nothing to undo. */
  readonly undo: { readonly set: JsonObject; readonly body: JsonObject } | null;
}

export interface Situation {
  readonly name: string;
  readonly members: readonly Member[];
  /** Path below the project folder → content. */
  readonly files: Readonly<Record<string, string>>;
}

const SUPPORT_PROMPT = 'You help callers of a shop.\n\nAsk for the order number first, then listen.';
const NIGHT_PROMPT = 'You answer at night.\nTake a message, and promise nothing.';
const PROMPTS: Readonly<Record<string, string>> = {
  'prompts/support.md': `${SUPPORT_PROMPT}\n`,
  'prompts/night.md': `${NIGHT_PROMPT}\n`,
};

/** What no file names. Every persona has all of it, and it must come through every run unharmed. */
const UNMANAGED: JsonObject = {
  webhook: 'https://hooks.example.com/calls',
  summary_prompt: 'Sum up in two sentences. ',
  skills: [{ id: 'sk', on: true }],
};
const UNMANAGED_SETTINGS: JsonObject = {
  background: null,
  background_track: 'low',
  memory: { enabled: true, days: [30, 90], note: ' kept ' },
};

const ROW = (name: string, prompt: string, version: string | number, more: JsonObject = {}): JsonObject => ({
  name,
  prompt,
  pathway_id: `pw-${name.toLowerCase()}`,
  pathway_version: version,
  start_node_id: 'start',
  ...more,
});
const BLANK_ROW: JsonObject = { name: '', prompt: '', pathway_id: '', pathway_version: '', start_node_id: '' };

const NIGHT_ROWS: readonly JsonObject[] = [
  ROW('Message', 'The caller leaves a message.', 1, { color: 'blue', edges: [{ to: 'n-2' }] }),
  ROW('Urgent', 'The caller shouts.', 3, { priority: 9 }),
  ROW('Prices', 'The caller asks for prices.', '2', { color: 'red' }),
  BLANK_ROW,
];

/** Text, a text that is cleared, and a prompt in a file. */
const billing: Member = {
  key: 'billing',
  id: 'p-billing',
  file: {
    name: 'Billing',
    role: 'Billing clerk',
    description: null,
    image_url: 'https://images.example.com/billing.png',
    personality_prompt: { file: '../prompts/support.md' },
  },
  set: {
    name: 'Billing',
    role: 'Billing clerk',
    description: null,
    image_url: 'https://images.example.com/billing.png',
    personality_prompt: SUPPORT_PROMPT,
  },
  live: {
    id: 'p-billing',
    name: 'Billing',
    role: 'Cashier',
    description: 'Answers questions about bills',
    image_url: null,
    tags: ['money', 'desk'],
    personality_prompt: 'You help callers of a shop.',
    kb_ids: ['kb_bills'],
    call_config: { voice: 'June', record: true, ...UNMANAGED_SETTINGS },
    ...UNMANAGED,
  },
  body: {
    name: 'Billing',
    role: 'Billing clerk',
    description: null,
    image_url: 'https://images.example.com/billing.png',
    personality_prompt: SUPPORT_PROMPT,
  },
  undo: {
    set: {
      role: 'Cashier',
      description: 'Answers questions about bills',
      image_url: null,
      personality_prompt: 'You help callers of a shop.',
    },
    body: {
      name: 'Billing',
      role: 'Cashier',
      description: 'Answers questions about bills',
      image_url: null,
      personality_prompt: 'You help callers of a shop.',
    },
  },
};

/** Call settings managed key by key among others that no file names; one of them is cleared. */
const support: Member = {
  key: 'emea/support',
  id: 'p-support',
  file: {
    name: 'Support',
    call_config: { voice: 'Karl', language: 'en-US', record: false, interruption_threshold: null },
    kb_ids: ['kb_returns', 'kb_hours'],
  },
  set: {
    name: 'Support',
    call_config: { voice: 'Karl', language: 'en-US', record: false, interruption_threshold: null },
    kb_ids: ['kb_returns', 'kb_hours'],
  },
  live: {
    id: 'p-support',
    name: 'Support',
    role: 'Support',
    kb_ids: ['kb_hours', 'kb_returns'],
    personality_prompt: SUPPORT_PROMPT,
    call_config: {
      voice: 'June',
      language: 'en-US',
      record: true,
      max_duration: 20,
      interruption_threshold: 400,
      ...UNMANAGED_SETTINGS,
    },
    ...UNMANAGED,
  },
  body: {
    name: 'Support',
    call_config: {
      voice: 'Karl',
      language: 'en-US',
      record: false,
      max_duration: 20,
      interruption_threshold: null,
      ...UNMANAGED_SETTINGS,
    },
  },
  undo: {
    set: { call_config: { voice: 'June', record: true, interruption_threshold: 400 } },
    body: {
      name: 'Support',
      call_config: {
        voice: 'June',
        language: 'en-US',
        record: true,
        max_duration: 20,
        interruption_threshold: 400,
        ...UNMANAGED_SETTINGS,
      },
    },
  },
};

/** Sets that change and are cleared, and all call settings cleared, unknown ones too. */
const sales: Member = {
  key: 'emea/sales',
  id: 'p-sales',
  file: {
    name: 'Sales',
    tags: ['sales', 'emea', 'tier-2'],
    kb_ids: null,
    default_tools: ['tool_quote', 'tool_call'],
    call_config: null,
  },
  set: {
    name: 'Sales',
    tags: ['sales', 'emea', 'tier-2'],
    kb_ids: null,
    default_tools: ['tool_quote', 'tool_call'],
    call_config: null,
  },
  live: {
    id: 'p-sales',
    name: 'Sales',
    role: 'Seller',
    tags: ['emea', 'sales'],
    kb_ids: ['kb_prices'],
    default_tools: ['tool_call'],
    call_config: { voice: 'June', ...UNMANAGED_SETTINGS },
    production: { call_config: { voice: 'Karl' } },
    ...UNMANAGED,
  },
  body: {
    name: 'Sales',
    tags: ['sales', 'emea', 'tier-2'],
    kb_ids: [],
    default_tools: ['tool_quote', 'tool_call'],
    call_config: null,
  },
  undo: {
    set: {
      tags: ['emea', 'sales'],
      kb_ids: ['kb_prices'],
      default_tools: ['tool_call'],
      call_config: {
        voice: 'June',
        background_track: 'low',
        memory: { enabled: true, days: [30, 90], note: ' kept ' },
      },
    },
    // A setting that is null means nothing, so it is neither shown as removed nor put back.
    body: {
      name: 'Sales',
      tags: ['emea', 'sales'],
      kb_ids: ['kb_prices'],
      default_tools: ['tool_call'],
      call_config: {
        voice: 'June',
        background_track: 'low',
        memory: { enabled: true, days: [30, 90], note: ' kept ' },
      },
    },
  },
};

/** Routing rows with keys that nobody documents: one changes, one goes, one comes; and a prompt is cleared. */
const night: Member = {
  key: 'night',
  id: 'p-night',
  file: {
    name: 'Night',
    orchestration_prompt: null,
    personality_prompt: { file: '../prompts/night.md' },
    pathway_conditions: [
      ROW('Urgent', 'The caller is in danger.', '4'),
      ROW('Message', 'The caller leaves a message.', '1'),
      ROW('Morning', 'The caller can wait.', 'latest'),
    ],
  },
  set: {
    name: 'Night',
    orchestration_prompt: null,
    personality_prompt: NIGHT_PROMPT,
    pathway_conditions: [
      ROW('Urgent', 'The caller is in danger.', '4'),
      ROW('Message', 'The caller leaves a message.', '1'),
      ROW('Morning', 'The caller can wait.', 'latest'),
    ],
  },
  live: {
    id: 'p-night',
    name: 'Night',
    role: 'Night desk',
    orchestration_prompt: 'One topic at a time.',
    personality_prompt: NIGHT_PROMPT,
    pathway_conditions: NIGHT_ROWS,
    call_config: { voice: 'June', ...UNMANAGED_SETTINGS },
    ...UNMANAGED,
  },
  body: {
    name: 'Night',
    orchestration_prompt: null,
    pathway_conditions: [
      ROW('Urgent', 'The caller is in danger.', '4', { priority: 9 }),
      ROW('Message', 'The caller leaves a message.', '1', { color: 'blue', edges: [{ to: 'n-2' }] }),
      ROW('Morning', 'The caller can wait.', 'latest'),
    ],
  },
  undo: {
    set: { orchestration_prompt: 'One topic at a time.', pathway_conditions: NIGHT_ROWS },
    body: { name: 'Night', orchestration_prompt: 'One topic at a time.', pathway_conditions: NIGHT_ROWS },
  },
};

/** A new name, a first call setting where there were none, and a persona without a draft. */
const vip: Member = {
  key: 'vip',
  id: 'p-vip',
  file: { name: 'Concierge', role: 'Concierge', tags: ['vip'], call_config: { voice: 'Maya', max_duration: 45 } },
  set: { name: 'Concierge', role: 'Concierge', tags: ['vip'], call_config: { voice: 'Maya', max_duration: 45 } },
  live: {
    id: 'p-vip',
    name: 'VIP desk',
    role: 'Concierge',
    tags: ['vip'],
    personality_prompt: 'You are discreet.',
    call_config: null,
    ...UNMANAGED,
    draft: null,
  },
  body: { name: 'Concierge', call_config: { voice: 'Maya', max_duration: 45 } },
  undo: {
    set: { name: 'VIP desk', call_config: { voice: null, max_duration: null } },
    body: { name: 'VIP desk', call_config: { voice: null, max_duration: null } },
  },
};

/** As its file says, but spelt otherwise where spelling means nothing. */
function same(number: number): Member {
  const id = `p-same-${number}`;
  const set: JsonObject = {
    name: `Desk ${number}`,
    role: number % 2 === 0 ? 'Desk' : null,
    tags: [`line-${number}`, 'desk'],
    orchestration_prompt: 'Sum up before you end the call.',
    call_config: { voice: 'June', wait_for_greeting: true },
  };
  const live: SeedPersona = {
    ...set,
    id,
    name: `Desk ${number}`,
    role: number % 2 === 0 ? 'Desk ' : '',
    tags: ['desk', `line-${number}`],
    orchestration_prompt: 'Sum up before you end the call.\r\n',
    call_config: { voice: 'June', wait_for_greeting: true, ...UNMANAGED_SETTINGS },
    ...UNMANAGED,
  };
  return { key: `desks/${number}`, id, file: set, set, live, body: null, undo: null };
}

const DIFFERING: readonly Member[] = [billing, support, sales, night, vip];

/** `desks`: how many are as their files say. Keys in the order of the plan. */
function makeSituation(name: string, desks: number): Situation {
  const members = [...DIFFERING, ...Array.from({ length: desks }, (_, index) => same(index + 1))];
  members.sort((one, other) => (one.key < other.key ? -1 : 1));
  const personas = members.map(({ key, id, file }) => [`personas/${key}.yaml`, stringify({ id, ...file })] as const);
  return { name, members, files: { ...PROMPTS, ...Object.fromEntries(personas) } };
}

/** Twelve are read by a list page. */
export const TWELVE: Situation = makeSituation('12 personas', 7);
/** Eight are read singly. */
export const EIGHT: Situation = makeSituation('8 personas', 3);

/** The same personas as `undo` sees them: what it is to put back takes the place of what the files say. */
export function undone({ members }: Situation): Member[] {
  return members.map((member) => ({ ...member, set: member.undo?.set ?? {}, body: member.undo?.body ?? null }));
}
