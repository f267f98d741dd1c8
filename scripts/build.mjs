// `npm run build`: the compiled sources in dist/, made again only when they are not what the sources say.
import { command } from './command.mjs';

command(({ prepare }) => prepare({ say: (line) => console.error(line) }));
