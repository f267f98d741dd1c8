import { describe, expect, it } from '@jest/globals';
import { inclusionProof, leafHash, stepsOfInclusion } from '@covenant/transparency';
import { TestLog, testEntry } from '../../../../libs/transparency/src/testing.js';
import { verifyShell } from '../shell.js';
import { addressesOf } from './addresses.js';
import { NODE, pictureOf } from './picture.js';
import { languages, words, wordsFor } from './words/tables.js';

const id = '01980000-0000-7000-8000-000000000007';

describe('a link to a fact', () => {
  it('names a proof of this log, and its event where it is another', () => {
    const proof = `/log/proofs/${id}`;
    expect(addressesOf(`?proof=${proof}`)).toEqual({ proof, event: `/log/entries/${id}` });
    expect(addressesOf(`?proof=${proof}?size=9&event=/log/entries/${id}`)).toEqual({ proof: `${proof}?size=9`, event: `/log/entries/${id}` });
  });

  it.each([
    '',
    '?proof=',
    `?proof=https://elsewhere.example/log/proofs/${id}`,
    `?proof=//elsewhere.example/log/proofs/${id}`,
    `?proof=/log/proofs/../../v1/commitments/${id}`,
    `?proof=/log/proofs/${id}&event=https://elsewhere.example/`,
  ])('is not followed anywhere else: %s', (query) => {
    expect(addressesOf(query)).toBeUndefined();
  });
});

describe('the picture', () => {
  it.each([
    [0, 1],
    [7, 8],
    [6, 300],
    [299, 300],
  ])('of entry %i of %i has every neighbour on its side and nothing on top of another', async (index, size) => {
    const log = new TestLog().append(...Array.from({ length: size }, (_, n) => testEntry(n)));
    const leaf = leafHash(testEntry(index));
    const steps = stepsOfInclusion({ index, size, leaf, path: await inclusionProof(index, size, log.read) }) ?? [];
    const { nodes, lines, width, height } = pictureOf(leaf, steps, log.root());

    expect(nodes).toHaveLength(2 * steps.length + 2);
    expect(lines).toHaveLength(2 * steps.length);
    for (const { x, y } of nodes) {
      expect(Math.min(x - NODE.width / 2, width - x - NODE.width / 2, y - NODE.height / 2, height - y - NODE.height / 2)).toBeGreaterThanOrEqual(0);
    }
    for (const a of nodes) for (const b of nodes) if (a !== b) expect(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height).toBe(true);
    const centre = nodes.find(({ kind }) => kind === 'signed')?.x ?? NaN;
    const sides = nodes.filter(({ kind }) => kind === 'given').map(({ x }) => (x < centre ? 'left' : 'right'));
    expect(sides).toEqual(steps.map(({ side }) => side));
  });
});

describe('the page', () => {
  it.each(languages)('has in %s its language and its title, and neither script nor style in itself', (language) => {
    const page = verifyShell(language, { script: '/verify/a.js', style: '/verify/a.css' });
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(words[language].noScript);
    expect(page).not.toMatch(/ style=|<style|<script[^>]*>[^<]| on\w+=|https?:/);
  });

  it('speaks the language of its tag, and English where there are no words', () => {
    expect(wordsFor('fr-CA')).toBe(words.fr);
    expect(wordsFor('de')).toBe(words.en);
  });
});
