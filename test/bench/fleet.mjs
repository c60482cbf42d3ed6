/** Fleets of personas for the benchmarks: files of 4 KB, and the same personas as the service would answer them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SENTENCES = [
  'Greet the caller by name, say who you are, and ask how you can help today.',
  'Keep each answer under two sentences: people on the phone cannot scroll back.',
  'When the caller asks for a price, read it from the knowledge base and never guess.',
  'If the caller becomes upset, apologise once, repeat the problem in your words, and offer a person.',
  'Spell order numbers digit by digit, and ask the caller to confirm them.',
  'Do not promise a date that the calendar does not show as free.',
];

/** As it stands in names: five digits. */
export function codeOf(number) {
  return String(number).padStart(5, '0');
}

/** The fields of the `number`th persona, as its file and the service both have them. */
export function personaOf(number) {
  const code = codeOf(number);
  return {
    id: `b0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name: `Agent ${code}`,
    role: number % 3 === 0 ? 'Support' : 'Sales',
    description: `Answers line ${code}: orders, returns and invoices.`,
    tags: ['fleet', `region-${number % 7}`, `tier-${number % 3}`],
    personality_prompt: promptOf(number, 41),
    call_config: { voice: 'June', language: 'en-US', record: true, max_duration: 30, interruption_threshold: 500 },
    kb_ids: [`kb_orders_${number % 11}`, 'kb_returns'],
    pathway_conditions: [1, 2].map((row) => ({
      name: `Route ${row}`,
      prompt: `The caller asks about matter ${row} of line ${code}.`,
      pathway_id: `pw_${row}`,
      pathway_version: '3',
      start_node_id: 'start',
    })),
  };
}

function promptOf(number, lines) {
  const line = (at) => `${at + 1}. ${SENTENCES[(number + at) % SENTENCES.length]}`;
  return `You are agent ${number}.\n${Array.from({ length: lines }, (_, at) => line(at)).join('\n')}`;
}

/** YAML as a person writes it: a block for the prompt, flow for what is short. */
export function yamlOf({
  id,
  name,
  role,
  description,
  tags,
  personality_prompt,
  call_config,
  kb_ids,
  pathway_conditions,
}) {
  const flow = (object) =>
    `{ ${Object.entries(object)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join(', ')} }`;
  return [
    `id: ${id}`,
    `name: ${name}`,
    `role: ${role}`,
    `description: ${JSON.stringify(description)}`,
    `tags: [${tags.join(', ')}]`,
    `call_config: ${flow(call_config)}`,
    'personality_prompt: |',
    ...personality_prompt.split('\n').map((line) => `  ${line}`),
    `kb_ids: [${kb_ids.join(', ')}]`,
    'pathway_conditions:',
    ...pathway_conditions.map((row) => `  - ${flow(row)}`),
    '',
  ].join('\n');
}

/** A persona that has no more than a label of GitHub has. */
function smallYamlOf({ id, name, description }) {
  return `id: ${id}\nname: ${name}\ndescription: ${JSON.stringify(description)}\n`;
}

/** A project folder with that many persona files, a hundred a folder; `small`: of a label's size. Returns the folder. */
export function writeFleet(root, name, size, small = false) {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  for (let number = 0; number < size; number += 1) {
    const group = join(folder, 'personas', `group-${String(Math.floor(number / 100)).padStart(3, '0')}`);
    if (number % 100 === 0) mkdirSync(group, { recursive: true });
    const text = (small ? smallYamlOf : yamlOf)(personaOf(number));
    writeFileSync(join(group, `agent-${codeOf(number)}.yaml`), text);
  }
  return folder;
}

/** The same for the small ones: a changed one has another description, and none has a prompt. */
export function smallLiveOf(number, isChanged) {
  const live = liveOf(number, false);
  const bare = (version) => ({
    ...version,
    personality_prompt: null,
    call_config: null,
    kb_ids: [],
    pathway_conditions: [],
  });
  return {
    ...live,
    description: isChanged ? 'Somebody else' : live.description,
    current_draft_version: bare(live.current_draft_version),
    current_production_version: bare(live.current_production_version),
  };
}

/** The persona as the service answers it; a changed one has another role and another line in its prompt. */
export function liveOf(number, isChanged) {
  const { id, name, role, description, tags, ...version } = personaOf(number);
  const edited = isChanged
    ? { ...version, personality_prompt: `${version.personality_prompt}\nAn edit in the dashboard.` }
    : version;
  const times = { created_at: '2026-01-05T09:00:00.000Z', updated_at: '2026-01-06T09:00:00.000Z' };
  const versionOf = (type, at) => ({
    id: `${id.slice(0, -1)}${at}`,
    persona_id: id,
    version_type: type,
    version_number: at,
    orchestration_prompt: null,
    default_tools: [],
    ...edited,
    promoted_from_version_id: null,
    promoted_at: null,
    promoted_by: null,
    ...times,
  });
  return {
    id,
    name,
    role: isChanged ? 'Somebody else' : role,
    description,
    tags,
    image_url: null,
    ...times,
    deleted_at: null,
    user_id: 'account-1',
    inbound_numbers: [],
    current_production_version_id: `${id.slice(0, -1)}1`,
    current_draft_version_id: `${id.slice(0, -1)}2`,
    current_draft_version: versionOf('draft', 2),
    current_production_version: versionOf('production', 1),
  };
}

/** A label of GitHub, for the peer that keeps labels: the smallest object there is. */
export function labelOf(number, isChanged) {
  const name = `agent-${codeOf(number)}`;
  return { name, color: isChanged ? 'ffffff' : 'aabbcc', description: `Answers line ${number}` };
}

/** The persona as a ConfigMap, with its keys in the order in which kubectl notes what it applied. */
export function configMapOf(number) {
  const { name, role, personality_prompt: prompt } = personaOf(number);
  const metadata = { name: `agent-${codeOf(number)}`, namespace: 'default' };
  return { apiVersion: 'v1', data: { name, prompt, role }, kind: 'ConfigMap', metadata };
}

/** The persona as a client of Auth0: its only long text is the login page, which a file of its own holds. */
export function auth0ClientOf(number) {
  const { name, role, personality_prompt } = personaOf(number);
  return { name, description: role, custom_login_page: personality_prompt };
}

/** The desired side as files, for peers that read those: what a persona has, and all labels. */
export function writePeerFiles(folder, size) {
  mkdirSync(join(folder, 'desired'), { recursive: true });
  const numbers = Array.from({ length: size }, (_, number) => number);
  for (const number of numbers) {
    const { id, name, role, personality_prompt } = personaOf(number);
    writeFileSync(join(folder, 'desired', `${number}.json`), JSON.stringify({ id, name, role, personality_prompt }));
  }
  mkdirSync(join(folder, 'agent_configs'), { recursive: true });
  const agents = numbers.map((number) => ({ config: `agent_configs/${number}.json`, id: `agent_${number}` }));
  for (const number of numbers) {
    const { name, tags, personality_prompt } = personaOf(number);
    const config = { name, conversation_config: { agent: { prompt: { prompt: personality_prompt } } }, tags };
    writeFileSync(join(folder, `agent_configs/${number}.json`), JSON.stringify(config));
  }
  writeFileSync(join(folder, 'agents.json'), JSON.stringify({ agents }));
  writeFileSync(join(folder, 'labels.json'), JSON.stringify(numbers.map((number) => labelOf(number, false))));
  writeConfigMaps(folder, numbers);
  writeAuth0Clients(folder, numbers);
}

/** One YAML file for each, as a person writes it. */
function writeConfigMaps(folder, numbers) {
  mkdirSync(join(folder, 'configmaps'), { recursive: true });
  for (const number of numbers) {
    const { apiVersion, data, kind, metadata } = configMapOf(number);
    const head = [`apiVersion: ${apiVersion}`, `kind: ${kind}`, 'metadata:', `  name: ${metadata.name}`, 'data:'];
    const prompt = data.prompt.split('\n').map((line) => `    ${line}`);
    const lines = [...head, `  name: ${data.name}`, `  role: ${data.role}`, '  prompt: |-', ...prompt, ''];
    writeFileSync(join(folder, 'configmaps', `${metadata.name}.yaml`), lines.join('\n'));
  }
}

/** In the two files for each that `a0deploy export` writes. */
function writeAuth0Clients(folder, numbers) {
  mkdirSync(join(folder, 'auth0', 'clients'), { recursive: true });
  for (const number of numbers) {
    const { custom_login_page, ...client } = auth0ClientOf(number);
    const page = `${client.name}_custom_login_page.html`;
    writeFileSync(join(folder, 'auth0', 'clients', page), custom_login_page);
    const text = JSON.stringify({ ...client, custom_login_page: `./${page}` });
    writeFileSync(join(folder, 'auth0', 'clients', `${client.name}.json`), text);
  }
}
