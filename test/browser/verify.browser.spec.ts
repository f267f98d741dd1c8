// The page that checks one fact, in a real Chromium, against a real ledger.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accessibilityFaults, startBrowser, type Browser, type Page } from '../support/browser.js';
import { commitmentBody, madeCity } from '../support/city.js';
import { startLedger, type TestLedger } from '../support/ledger.js';
import { proofOf } from '../support/log/proof.js';
import { operator } from '../support/log/changed-key.js';

interface Kept {
  readonly id: string;
  readonly event: string;
  readonly proof: string;
}

let ledger: TestLedger;
let browser: Browser;
let page: Page;
let fact: Kept;
let folder: string;
/** What the browser complained of, refusals by the content security policy among it. */
let complaints: string[];
/** Every address that a page asked for. */
let asked: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'covenant-browser-'));
  [ledger, browser] = await Promise.all([startLedger(), startBrowser()]);
  const city = await madeCity(ledger);
  const body = { ...commitmentBody(city, '2031-03-31'), title: 'Two hundred homes with a secure tenancy' };
  const { events } = await ledger.send('/v1/commitments', city.staff, body);
  fact = await kept(events[0]?.id ?? '');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

beforeEach(async () => {
  const context = await browser.newContext({ locale: 'en-US' });
  context.setDefaultTimeout(60_000);
  page = await context.newPage();
  [complaints, asked] = [[], []];
  page.on('console', (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('request', (request) => void asked.push(request.url()));
});
afterEach(() => page.context().close());

/** An event and its proof, as soon as a checkpoint covers it. */
async function kept(id: string): Promise<Kept> {
  return { id, proof: await proofOf(ledger, id), event: (await ledger.ask(`/log/entries/${id}`)).text };
}

const open = async (query = ''): Promise<void> => {
  await page.goto(`${ledger.url}/verify${query}`);
  await page.locator('#policy-from', { hasText: /server|servidor|serveur/ }).waitFor();
};
const link = (): string => `?proof=/log/proofs/${fact.id}`;
const verdict = (): Promise<string> => page.locator('.verdict').innerText();
const marks = async (): Promise<string> => (await page.locator('.checks > li > .mark').allInnerTexts()).join('');
const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.id || document.activeElement.textContent');
const untilVerdict = (pattern: RegExp): Promise<void> => page.locator('.verdict', { hasText: pattern }).waitFor();

describe('the page that checks a fact', () => {
  it('is where the history of a record links to', async () => {
    const { stream } = JSON.parse(fact.event) as { stream: string };
    const { body } = await ledger.ask<{ items: { id: string; verify: string }[] }>(`/v1/commitments/${stream.slice('commitment-'.length)}/history`);
    expect(body.items.map(({ verify }) => verify)).toEqual([`/verify${link()}`]);
  });

  it('proves a fact by following one link, and asks nobody but this ledger', async () => {
    await open(link());
    await untilVerdict(/./);
    expect(await verdict()).toMatch(/^Proven: this event is entry \d+ of the \d+ that .+ signed\.$/);
    expect(await marks()).toBe('✓✓✓✓·✓·');
    expect(await page.locator('#result ~ div').innerText()).toContain('CommitmentMade');
    expect(await page.locator('.signers li.holds').count()).toBe(2);
    expect(await page.locator('#policy-from').innerText()).toContain('trust on first use');
    expect(asked.filter((address) => !address.startsWith(`${ledger.url}/`))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('catches a forger by one letter, and says at which step', async () => {
    await open(link());
    await untilVerdict(/Proven/);
    await page.locator('#event').fill(fact.event.replace('Two hundred', 'two hundred'));
    await page.getByRole('button', { name: 'Check' }).click();
    expect(await verdict()).toBe('Not proven: step 4 does not hold.');
    expect(await marks()).toBe('✓✓✓✗·✓·');
    expect(await page.locator('.checks > li.failed').innerText()).toContain('The way ends in another root');
    expect(await page.locator('svg .unequal').innerHTML()).toBe('≠');
  });

  it('is of use by keyboard alone', async () => {
    await open();
    const reached: string[] = [];
    for (let turn = 0; turn < 20 && !reached.includes('Check'); turn++) {
      await page.keyboard.press('Tab');
      const now = await focused();
      reached.push(now);
      const text = { event: fact.event, proof: fact.proof }[now];
      if (text !== undefined) await page.keyboard.insertText(text);
    }
    expect(reached).toEqual(['Skip to the content', 'Covenant', 'English', 'Español', 'Français', 'files', 'event', 'proof', 'policy', 'keys', 'Check']);
    await page.keyboard.press('Enter');
    expect(await verdict()).toMatch(/^Proven/);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('The way in full');
    await page.keyboard.press('Enter');
    expect(await page.locator('details table tbody tr').count()).toBeGreaterThan(0);
  });

  it('checks files without a network, once it is open', async () => {
    const [event, proof] = [join(folder, 'promise.json'), join(folder, 'promise.tlog-proof')];
    await writeFile(event, JSON.stringify(JSON.parse(fact.event), null, 2));
    await writeFile(proof, fact.proof);
    await open();
    await page.context().setOffline(true);
    await page.locator('#files').setInputFiles([event, proof]);
    await untilVerdict(/./);
    expect(await verdict()).toMatch(/^Proven/);
    expect(await page.locator('.checks').innerText()).toContain('Your copy was written otherwise');
    expect(complaints).toEqual([]);
  });

  it('trusts the keys that the reader brings, not those of the server', async () => {
    const policy = join(folder, 'other-policy');
    await writeFile(policy, 'log example.org/other+b6080b2f+AfVnmUjX8h5LPE7D1Fhn5mDOY0nN6Zz1Z8Zl7TQHwIj0\nquorum none\n');
    await open(link());
    await untilVerdict(/Proven/);
    await page.locator('#files').setInputFiles(policy);
    await untilVerdict(/Not proven/);
    expect(await verdict()).toBe('Not proven: step 6 does not hold.');
    expect(await page.locator('#policy-from').innerText()).toContain('You put these keys here yourself');
  });

  it('proves a fact of a log that does not answer about its keys', async () => {
    await page.route('**/log/keys', (route) => route.fulfill({ status: 500 }));
    await open(link());
    await untilVerdict(/Proven/);
    await page.locator('.status', { hasText: '/log/keys could not be fetched (500)' }).waitFor();
    expect(await page.locator('#keys').inputValue()).toBe('');
  });

  it('leaves the changes of keys that the reader put in, whatever the server tells after that', async () => {
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((done) => (answer = done));
    await page.route('**/log/keys', async (route) => {
      await asked;
      await route.fulfill({ body: 'of the server' });
    });
    await page.goto(`${ledger.url}/verify`);
    await page.locator('#keys').fill('of the reader');
    answer();
    await page.locator('#policy-from', { hasText: 'server' }).waitFor();
    expect(await page.locator('#keys').inputValue()).toBe('of the reader');
  });

  it('follows no link to elsewhere, and says so', async () => {
    await open('?proof=https://elsewhere.example/log/proofs/1');
    await page.locator('.status', { hasText: 'does not name a proof of this log' }).waitFor();
    expect(await page.locator('.verdict').isVisible()).toBe(false);
    expect(asked.filter((address) => !address.startsWith(`${ledger.url}/`))).toEqual([]);
  });

  it('says so when there is no such event', async () => {
    await open('?proof=/log/proofs/01980000-0000-7000-8000-000000000000');
    await page.locator('.status', { hasText: '/log/proofs/01980000-0000-7000-8000-000000000000 could not be fetched (404)' }).waitFor();
  });

  it.each([
    ['en', ['light', 'dark']],
    ['es', ['light']],
    ['fr', ['light']],
  ] as const)('has in %s nothing that a checker of accessibility objects to: %s', async (language, schemes) => {
    const faults: string[] = [];
    await open(`?lang=${language}`);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      for (const event of [fact.event.replace('Two', 'two'), ...(language === 'en' ? [fact.event] : [])]) {
        await page.locator('#event').fill(event);
        await page.locator('#proof').fill(fact.proof);
        await page.locator('form button').click();
        await page.locator('.checks').waitFor();
        faults.push(...(await accessibilityFaults(page)));
      }
    }
    expect(faults).toEqual([]);
  }, 120_000);

  it('fits a telephone: nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(link());
    await untilVerdict(/Proven/);
    await page.locator('summary').click();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });
});

describe('a log that has changed its key', () => {
  interface Shown {
    readonly keys: readonly { readonly key: string; readonly until?: number }[];
  }
  /** The first key, and the proof of the fact in a tree that only the later one has signed. */
  async function changed(): Promise<{ first: string; proof: string }> {
    await operator(ledger, 'rotate');
    const first = (await ledger.ask<Shown>('/log/keys')).body.keys[0]?.key ?? '';
    const id = first.split('+')[1] ?? '';
    const signedByFirst = (note: string): boolean => note.split('\n').some((line) => line.startsWith('— ') && Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('hex', 0, 4) === id);
    const until = async (signed: (note: string) => boolean): Promise<void> => {
      while (!signed((await ledger.ask('/log/checkpoint')).text)) await pause(50);
    };
    await until((note) => note.split('\n').filter((line) => line.startsWith('— ')).length === 3);
    await operator(ledger, 'retire', '--reason', 'Tried out');
    await until((note) => !signedByFirst(note));
    return { first, proof: (await ledger.ask(`/log/proofs/${fact.id}`)).text };
  }

  it('is followed by a reader who has only its first key, in a step of its own; an altered announcement leads nowhere', async () => {
    const { first, proof } = await changed();
    const policy = join(folder, 'first-policy');
    await writeFile(policy, `log ${first}\nquorum none\n`);
    await open();
    await page.locator('#files').setInputFiles(policy);
    await page.locator('#event').fill(fact.event);
    await page.locator('#proof').fill(proof);
    await page.context().setOffline(true);
    await page.locator('form button').click();
    await untilVerdict(/Proven/);
    expect(await marks()).toBe('✓✓✓✓✓✓·');
    const told = await page.locator('.checks > li').nth(4).innerText();
    expect(told).toMatch(/takes the place of .*\n.* was retired/);
    expect(await accessibilityFaults(page)).toEqual([]);

    const keys = await page.locator('#keys').inputValue();
    await page.locator('#keys').fill(keys.replace(/"signature":"./, (found) => `"signature":"${found.endsWith('A') ? 'B' : 'A'}`));
    await page.locator('form button').click();
    await untilVerdict(/step 6 does not hold/);
    expect(await page.locator('.checks > li').nth(4).innerText()).toContain('changes none');
    await page.locator('#keys').fill('');
    await page.locator('form button').click();
    await untilVerdict(/step 6 does not hold/);
  }, 180_000);
});
