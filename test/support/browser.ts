// A real Chromium, for what only a browser can show. In CI it must be there; `jest.config.mjs` says when it is left out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium as driver, type Browser, type Page } from 'playwright-core';
import { chromium, whyNoChromium } from '../../scripts/chromium.mjs';

export type { Browser, Page };

export function startBrowser(): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error(whyNoChromium());
  // A container has little shared memory, and often no GPU.
  return driver.launch({ executablePath, args: ['--disable-dev-shm-usage', '--disable-gpu'] });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core holds against the page by WCAG 2.2 A and AA and its best practices: one line a finding. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<readonly Violation[]>('axe.run(document).then((result) => result.violations)');
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
