import { describe, expect, it } from '@jest/globals';
import { languages, type Language } from '../words/catalogue.js';
import { askedOf, bundlePage, type KeptFact, type RecordHistory } from './page.js';
import { bundleWords } from './words.js';

const event = (type: string, data: KeptFact['data']): KeptFact => ({
  type,
  data,
  metadata: { actor: { role: 'focal-point' }, recordedAt: '2026-03-31T12:00:00.000Z', schemaVersion: 1 },
});

async function page(language: Language, ...facts: readonly KeptFact[]): Promise<string> {
  const head = { language, version: '1.2.3', cityId: '018f0000-0000-7000-8000-000000000003', city: 'Riverbend', origin: 'log.example/city', size: 2, keys: ['log.example/city+0+A'], witnesses: [] };
  const history: RecordHistory = { stream: 'group-018f0000-0000-7000-8000-000000000002', facts: facts.map((one, entry) => ({ entry, event: one })) };
  async function* histories(): AsyncGenerator<RecordHistory> {
    yield await Promise.resolve(history);
  }
  let text = '';
  for await (const piece of bundlePage(head, histories())) text += piece;
  return text;
}

describe('the page of a bundle', () => {
  it.each([
    ['en', 'focal-point', 'Tenants was recognised as a rights-holder group.'],
    ['es', 'punto focal', 'Tenants se reconoció como grupo de titulares de derechos.'],
    ['fr', 'point focal', 'Tenants a été reconnu comme groupe de titulaires de droits.'],
  ] as const)('is wholly in one language: %s', async (language, role, sentence) => {
    const text = await page(language, event('GroupRecognised', { name: 'Tenants' }), event('Unheard', {}));
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<td>${role}</td><td dir="auto">${sentence}</td>`);
    expect(text).toContain(bundleWords[language].unreadable('Unheard'));
    expect(askedOf(text)).toEqual({ language, version: '1.2.3', cityId: '018f0000-0000-7000-8000-000000000003', upTo: undefined });
    for (const other of languages) {
      if (other !== language) expect(text).not.toContain(bundleWords[other].checkSteps[1]);
    }
  });

  it('lets no text turn or break what stands around it', async () => {
    const text = await page('en', event('GroupRecognised', { name: 'Homes\u202e\u0007 <b>' }));
    expect(text).toContain('<h3 dir="auto">Homes\ufffd\ufffd &lt;b&gt;</h3>');
    expect(text).not.toMatch(/[\u0007\u202e]/);
  });
});
