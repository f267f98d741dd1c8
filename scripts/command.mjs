// The frame of every command here: the right Node, then the work, and a sentence instead of a stack trace when it
// cannot be done.
import { nodeIsTooOld } from './node-version.mjs';

export function command(work) {
  if (nodeIsTooOld()) return;
  import('./prepare.mjs')
    .then((tools) =>
      work(tools).catch((error) => {
        const told = error instanceof tools.Refused || typeof error.code === 'string';
        console.error(told ? explain(error) : error);
        process.exitCode = 1;
      }),
    )
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}

function explain(error) {
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') {
    return `This folder cannot be written: ${error.path}. Covenant installs and builds inside its own clone.`;
  }
  return error.message;
}
