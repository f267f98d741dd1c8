import { atTerminal } from './at-terminal.js';
import { run } from './run.js';

await atTerminal(run);
