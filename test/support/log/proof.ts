import type { TestLedger } from '../ledger.js';

/** The proof of an event, from the first checkpoint that covers it. Waits on the server's own word (409), not on the clock. */
export async function proofOf(ledger: Pick<TestLedger, 'ask'>, eventId: string): Promise<string> {
  for (;;) {
    const { status, text } = await ledger.ask(`/log/proofs/${eventId}`);
    if (status === 200) return text;
    if (status !== 409) throw new Error(`asked for the proof of ${eventId}, the log answers ${status}: ${text}`);
    await new Promise((again) => setTimeout(again, 100));
  }
}
