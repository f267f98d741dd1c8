// The FAKE of EventStoreDB as a process, in memory, for trying the distributed profile by hand:
// node --import ./test/support/typescript.mjs test/support/eventstoredb/main.ts [port]
import { FakeEventStoreDb } from './server.js';

const fake = new FakeEventStoreDb();
fake.port = Number(process.argv[2] ?? 0);
await fake.start();
process.stdout.write(`EVENTSTORE_URL=${fake.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.kill());
