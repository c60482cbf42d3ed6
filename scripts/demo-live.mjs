/**
 * The other side of the demo: what people did in the dashboard, told by plain HTTP to the emulator. Every edit starts
 * from the live value, so that the examples may be reworded; one that would change nothing is an error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const HEADERS = { authorization: 'emulator', 'content-type': 'application/json' };

/** The live personas at `address`, told apart by their file in `folder` (`emea/support` → `emea/support.yaml`). */
export function liveSide(address, folder) {
  async function ask(method, path, body) {
    const response = await fetch(`${address}/v1/personas/${path}`, { method, headers: HEADERS, body });
    if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${method} ${path}`);
    return (await response.json()).data;
  }

  function idOf(key) {
    const [, id] = /^id: *(\S+)/m.exec(readFileSync(join(folder, `${key}.yaml`), 'utf8')) ?? [];
    if (id === undefined) throw new Error(`${key}.yaml has no id`);
    return id;
  }

  /** What can be edited, in one flat object: the root's fields and the draft's. */
  async function read(key) {
    const { current_draft_version: draft, ...persona } = await ask('GET', idOf(key));
    return { ...draft, ...persona };
  }

  /** Changes one field as the dashboard would. `change` takes the live value and returns the new one. */
  async function edit(key, field, change) {
    const live = await read(key);
    const value = change(live[field]);
    if (value === undefined || JSON.stringify(value) === JSON.stringify(live[field])) {
      throw new Error(`the edit of ${field} in ${key} changes nothing: has the example changed?`);
    }
    await ask('PATCH', idOf(key), JSON.stringify({ name: live.name, [field]: value }));
  }

  return {
    read,
    edit,
    /** Makes the draft what callers hear. */
    promote: (key) => ask('POST', `${idOf(key)}/versions/promote`),
  };
}

/** The prompt without the second sentence of its first list item that has two. */
export function withoutOneSentence(prompt) {
  return prompt.replace(/^(- [^.\n]+\.) [^\n]+$/m, '$1');
}

export function withoutLastItem(list) {
  return list.slice(0, -1);
}

export function withSetting(name, value) {
  return (settings) => ({ ...settings, [name]: value });
}
