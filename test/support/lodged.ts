import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { parsePolicy, parseProofFile, trustPolicy, utf8, verifyProofFile } from '@covenant/transparency';
import type { TestLedger } from './ledger.js';

/** What is answered, once, to who lodges a grievance. */
export interface Lodged {
  readonly id: string;
  readonly subject: string;
  readonly code: string;
  readonly opening: string;
  readonly position: string;
  readonly events: readonly { readonly id: string }[];
}

/** Who lodged it proves the filing to this ledger: with their own copy, and the receipt (a proof) of that day. */
export async function expectProvenFiling(ledger: Pick<TestLedger, 'ask'>, { opening, events }: Pick<Lodged, 'opening' | 'events'>, receipt: string): Promise<void> {
  const entry = await ledger.ask<{ data: Readonly<Record<string, unknown>> }>(`/log/entries/${events[0]?.id ?? ''}`);
  const { open } = trustPolicy(parsePolicy(utf8((await ledger.ask('/log/policy')).text)));
  expect(verifyProofFile(parseProofFile(utf8(receipt)), utf8(entry.text), open).size).toBeGreaterThan(0);
  expect(entry.body.data['opening']).toBe(createHash('sha256').update(opening).digest('hex'));
}
