import { describe, expect, it } from '@jest/globals';
import { githubText } from '../../../src/render/github.ts';
import { HOSTILE, hostilePairs, type Pair, sheetOf } from '../../support/review.ts';

interface Command {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads a log: `::` behind any white space begins a command, and `##[` does anywhere. */
function commandsIn(log: string): Command[] {
  return log.split(/\r\n|[\r\n]/).flatMap((line) => {
    if (/##\[[\w-]+/.test(line)) return [{ kind: 'old style', properties: {}, message: line }];
    const found = /^\s*::(\w[\w-]*)(?: (.*?))?::(.*)$/.exec(line);
    return found === null
      ? []
      : [{ kind: found[1] ?? '', properties: propertiesIn(found[2] ?? ''), message: unescaped(found[3] ?? '') }];
  });
}

function propertiesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((part) => [part.split('=', 1)[0], unescaped(part.slice(part.indexOf('=') + 1))]),
  );
}

function unescaped(text: string): string {
  return text.replace(/%(0A|0D|3A|2C|25)/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

const PAIR: Pair = {
  key: 'support',
  desired: { name: 'Support', role: 'new, with: 100 %', personality_prompt: 'Be kind.\nBe quick.' },
  live: { name: 'Support', role: 'old', personality_prompt: 'Be kind.\nBe slow.' },
};

describe('annotations', () => {
  it('stand at file, line and column, escaped, what is on air at once first', () => {
    const log = githubText(sheetOf([PAIR]), [], '');
    expect(log.split('\n')).toEqual([
      'Plan: 1 of 1 persona to update, 0 unchanged. 2 changes: 1 on air at once, 1 on the draft.',
      '::warning title=on air at once::1 change is on air at once, without promote: `support` (role).',
      '::notice file=personas/support.yaml,line=3,col=3,title=support%3A role::role: "old" → "new, with: 100 %25" (on air at once)',
      '::notice file=personas/support.yaml,line=4,col=3,title=support%3A personality_prompt::personality_prompt: 17 → 18 characters (draft, on air after promote)%0A@@ line 1 @@%0A  Be kind.%0A- Be slow.%0A+ Be quick.',
      '',
    ]);
  });

  it('name files from the top of the checkout', () => {
    const files = commandsIn(githubText(sheetOf([PAIR]), [], 'agents/voice')).map(({ properties }) => properties.file);
    expect(files).toEqual([undefined, 'agents/voice/personas/support.yaml', 'agents/voice/personas/support.yaml']);
  });

  it('are at most ten of a kind, the tenth of which counts the others; those are plain lines', () => {
    const pairs = Array.from({ length: 30 }, (_, at): Pair => {
      return { key: `p${at}`, desired: { name: 'A', role: `new ${at}` }, live: { name: 'A', role: `old ${at}` } };
    });
    const log = githubText(sheetOf(pairs), ['plan.html'], '');
    const notices = commandsIn(log).filter(({ kind }) => kind === 'notice');
    expect(notices).toHaveLength(10);
    expect(notices.at(-1)?.message).toBe(
      '21 more notices than GitHub shows of a step; all of them: the log of this step, or plan.html, persona-sync plan',
    );
    expect(log).toContain('\nnotice: personas/p29.yaml:3:3: p29: role: role: "old 29" → "new 29" (on air at once)\n');
  });
});

describe('hostile text in annotations', () => {
  const log = githubText(sheetOf(hostilePairs()), [], '');
  const commands = commandsIn(log);

  it('begins no command of its own', () => {
    expect(new Set(commands.map(({ kind }) => kind))).toEqual(new Set(['warning', 'notice']));
    expect(commands.length).toBeLessThanOrEqual(20);
    expect(commands.map(({ properties }) => Object.keys(properties).join())).toEqual(
      commands.map(({ properties }) => ['file', 'line', 'col', 'title'].filter((name) => name in properties).join()),
    );
  });

  it('holds no control character', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(log).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b\u2028]/);
    expect(HOSTILE.length).toBeGreaterThan(20);
  });
});
