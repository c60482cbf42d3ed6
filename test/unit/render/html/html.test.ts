/** The page in a real browser: what hostile text does in it, and who can use it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { htmlText } from '../../../../src/render/html/html.ts';
import { STYLE } from '../../../../src/render/html/style.ts';
import type { Sheet } from '../../../../src/render/sheet/sheet.ts';
import { chromiumIsMissing, launchChromium } from '../../../support/chromium.ts';
import { hostilePairs, type Pair, sheetOf } from '../../../support/review.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const FEW: readonly Pair[] = [
  { key: 'emea/support', desired: { name: 'A', role: 'New' }, live: { name: 'A', role: 'Old' } },
  {
    key: 'sales',
    desired: {
      name: 'B',
      call_config: { record: true, voice: 'June' },
      personality_prompt: 'Be kind.\nSay hello at once.',
    },
    live: {
      name: 'B',
      call_config: { record: false, voice: 'Karl' },
      personality_prompt: 'Be kind.\nSay hello at last.',
    },
  },
  {
    key: 'sales-2',
    desired: { name: 'C', call_config: { voice: 'June' } },
    live: { name: 'C', call_config: { voice: 'Karl' } },
  },
];

const OURS = [
  ...[
    'html',
    'head',
    'meta',
    'title',
    'style',
    'script',
    'body',
    'header',
    'main',
    'footer',
    'section',
    'article',
    'div',
  ],
  ...['h1', 'h2', 'h3', 'p', 'pre', 'ul', 'li', 'dl', 'dt', 'dd', 'a', 'b', 'code', 'span', 'ins', 'del'],
  ...['details', 'summary', 'fieldset', 'legend', 'label', 'input', 'button', 'output'],
];

const browserTests = chromiumIsMissing() ? describe.skip : describe;

browserTests('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => browser.close());

  interface Opened {
    readonly page: Page;
    /** Dialogs, requests beyond the page itself, and errors of the console and of scripts. */
    readonly events: readonly string[];
  }

  async function open(sheet: Sheet, options: BrowserContextOptions = {}): Promise<Opened> {
    const page = await (await browser.newContext(options)).newPage();
    const events: string[] = [];
    page.on('dialog', async (dialog) => {
      events.push(`dialog ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('console', (message) => void events.push(`console ${message.text()}`));
    page.on('pageerror', (error) => void events.push(`error ${error.message}`));
    const address = 'http://page.example/';
    await page.route('**', (route) => {
      if (route.request().url() === address)
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body: htmlText(sheet) });
      events.push(`request ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(address);
    return { page, events };
  }

  const violations = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(AXE);
    return page.evaluate<readonly string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + failureSummary)))`);
  };

  it('does nothing that hostile text wants: no dialog, request, error, foreign element or attribute', async () => {
    const { page, events } = await open(sheetOf(hostilePairs()));
    await page.locator('summary').first().click();
    await page.mouse.move(300, 600);
    const odd = await page.evaluate<readonly string[]>(`(() => {
      const elements = [...document.querySelectorAll('*')];
      const attributes = elements.flatMap((one) => one.getAttributeNames());
      return [
        ...elements.map((one) => one.localName).filter((name) => !${JSON.stringify(OURS)}.includes(name)),
        ...attributes.filter((name) => name.startsWith('on') || name === 'style' || name === 'src'),
        ...elements.map((one) => one.getAttribute('href')).filter((href) => href !== null && href !== '#main'),
        ...('hurt' in window ? ['window.hurt'] : []),
      ];
    })()`);
    expect(odd).toEqual([]);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('body').innerText()).toContain('<script>window.hurt = 1; alert(1)</script>');
    expect(events).toEqual([]);
  });

  it('would not run a script, load a picture or send a form even if one got in', async () => {
    const { page, events } = await open(sheetOf(FEW));
    await page.evaluate(`
      document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x.png" onerror="window.hurt = 1">');
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hurt = 1' }));
    `);
    expect(await page.evaluate(`'hurt' in window`)).toBe(false);
    expect(events.filter((event) => event.startsWith('request'))).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
  });

  it('filters by persona and by plane, and says how many are shown', async () => {
    const { page, events } = await open(sheetOf(FEW));
    const shown = (): Promise<string[]> => page.locator('article.persona:visible h3').allTextContents();
    const count = page.getByRole('status');
    await page.getByRole('searchbox', { name: 'Persona, file or field' }).fill('SALES record');
    expect(await shown()).toEqual(['sales']);
    expect(await count.innerText()).toBe('1 of 3 personas shown');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('radio', { name: 'at once' }).check();
    expect(await shown()).toEqual(['emea/support']);
    await page.getByRole('radio', { name: 'after promote' }).check();
    expect(await shown()).toEqual(['sales', 'sales-2']);
    expect(await page.locator('article.shared:visible').count()).toBe(1);
    await page.getByRole('searchbox').fill('nobody');
    expect(await count.innerText()).toBe('0 of 3 personas shown');
    expect(events).toEqual([]);
  });

  it('is used with the keyboard alone, with a focus that is seen', async () => {
    const { page } = await open(sheetOf(FEW));
    const focused = (): Promise<string> =>
      page.evaluate(`document.activeElement.localName + ' ' + getComputedStyle(document.activeElement).outlineStyle`);
    const stops: string[] = [];
    for (let at = 0; at < 12; at += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops.slice(0, 7)).toEqual([
      'a solid',
      'summary solid',
      'input solid',
      'input solid',
      'button solid',
      'button solid',
      'summary solid',
    ]);
    const details = page.locator('article details').first();
    expect(await details.getAttribute('open')).not.toBeNull();
    await page.locator('article summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await details.getAttribute('open')).toBeNull();
  });

  it.each(['light', 'dark'] as const)('has names, landmarks and contrast for everybody (%s)', async (colorScheme) => {
    for (const sheet of [sheetOf(FEW), STOPPED]) {
      const { page } = await open(sheet, { colorScheme });
      expect(await violations(page)).toEqual([]);
    }
  });

  it('fits a telephone', async () => {
    const { page } = await open(sheetOf(hostilePairs()), { viewport: { width: 360, height: 740 } });
    const [wanted = 0, there = 0] = await page.evaluate<readonly number[]>(
      '[document.documentElement.scrollWidth, innerWidth]',
    );
    expect(wanted).toBeLessThanOrEqual(there);
  });

  it('is on paper whole: what is folded is open, what only the screen needs is gone', async () => {
    const { page } = await open(manyPersonas(30), { javaScriptEnabled: false });
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Say hello 17.').first().isVisible()).toBe(true);
    expect(await page.locator('#controls').isVisible()).toBe(false);
    expect((await page.pdf()).length).toBeGreaterThan(20_000);
  });

  it('works without its script: everything is there and opens, and no filter pretends', async () => {
    const { page } = await open(manyPersonas(30), { javaScriptEnabled: false });
    expect(await page.locator('#controls').isVisible()).toBe(false);
    expect(await page.locator('article:visible').count()).toBe(30);
    await page.locator('article summary').nth(17).click();
    expect(await page.getByText('Say hello 17.').first().isVisible()).toBe(true);
  });

  it('stays quick with 500 personas', async () => {
    const { page } = await open(manyPersonas(500));
    await page.getByRole('searchbox').fill('persona-499');
    expect(await page.locator('article.persona:visible').count()).toBe(1);
    const took = await page.evaluate(`(() => {
      const find = document.querySelector('input');
      const start = performance.now();
      for (const text of ['a', 'persona', 'persona-1', '']) {
        find.value = text;
        find.dispatchEvent(new Event('input'));
        document.body.getBoundingClientRect();
      }
      return performance.now() - start;
    })()`);
    expect(took).toBeLessThan(2_000);
  });
});

it('names no colour outside of its two schemes', () => {
  const rules = STYLE.replace(/--[\w-]+: #[0-9a-f]+;/g, '');
  expect([...rules.matchAll(/#[0-9a-f]{3,6}\b/g)].map(([colour]) => colour)).toEqual(['#7d8794', '#7d8794', '#bbb']);
});

const STOPPED: Sheet = {
  ...sheetOf([]),
  tone: 'bad',
  stop: { code: 'no_key', message: 'There is no key.', hint: 'Set BLAND_API_KEY.' },
  remarks: ['To put back: persona-sync apply'],
  notes: (['bad', 'warn', 'calm', 'good'] as const).map((tone) => ({
    tone,
    label: tone,
    text: 'A `code` word.',
    place: { file: 'a.yaml', line: 1, column: 2 },
    hint: 'Do this.',
  })),
};

function manyPersonas(number: number): Sheet {
  const pairs = Array.from(
    { length: number },
    (_, at): Pair => ({
      key: `persona-${at}`,
      desired: { name: 'A', personality_prompt: `You are kind.\nSay hello ${at}.\n${'Be calm. '.repeat(60)}` },
      live: { name: 'A', personality_prompt: `You are kind.\nSay goodbye ${at}.\n${'Be calm. '.repeat(60)}` },
    }),
  );
  return sheetOf(pairs);
}
