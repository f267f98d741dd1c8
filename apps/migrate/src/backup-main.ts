import { atTerminal } from './at-terminal.js';
import { runBackup } from './backup-cli.js';

await atTerminal(runBackup);
