// A process that starts the embedded PostgreSQL in the folder given, prints its port and process id, and stays; with
// `exit` as second argument it exits at once without stopping it, as a program that forgets to.
import { startEmbedded } from '@covenant/platform';

const server = await startEmbedded({ folder: process.argv[2] ?? '' });
process.stdout.write(`${server.port} ${server.pid()}\n`);
if (process.argv[3] === 'exit') process.exit(0);
setInterval(() => undefined, 1_000);
