// A process whose work passes without locks, as a ledger's does, and says so. Its argument is the database's URL.
import { RightOfWay } from '@covenant/platform';

const rightOfWay = new RightOfWay({ url: process.argv[2] ?? '', name: 'passer', onTrouble: () => undefined });
rightOfWay.start(() => process.stdout.write('passes\n'));
setInterval(() => undefined, 1_000);
