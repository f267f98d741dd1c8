// A process that waits for the lead of 7/7 and says when it has it, and when it has lost it. Its argument is the
// database's URL.
import { createPool, takeLead } from '@covenant/platform';

const pool = createPool({ url: process.argv[2] ?? '', name: 'leader', size: 1, onError: () => undefined });
const lead = await takeLead(pool, { lock: [7, 7], lease: 1_000, retryEvery: 100, signal: new AbortController().signal });
process.stdout.write(`leads ${lead.fence}\n`);
lead.lost.addEventListener('abort', () => process.stdout.write(`lost ${lead.held()}\n`));
setInterval(() => undefined, 1_000);
