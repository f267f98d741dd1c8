// `npm run audit`: known weaknesses of what the product runs on, by the registry's own list. Fails from high severity on. Where
// the registry does not answer, that is said and nothing is claimed: not every mirror has the list.
import { execFile } from 'node:child_process';
import { command } from './command.mjs';

const patience = 60_000;

command(async ({ root, Refused }) => {
  const { auditFindings } = await import('./supply.mjs');
  const { text, isLate } = await new Promise((resolve) => {
    // It ends with 1 where it found something, and where it got no answer.
    execFile('npm', ['audit', '--omit=dev', '--json'], { cwd: root, timeout: patience, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) =>
      resolve({ text: stdout, isLate: error?.killed === true && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' }),
    );
  });
  const found = isLate ? { unanswered: `nothing within ${patience / 1_000} s` } : auditFindings(text);
  if ('broken' in found) throw new Refused(`There is no audit: ${found.broken}`);
  if ('unanswered' in found) {
    console.log(`NOTICE: the registry does not answer the audit here (${found.unanswered}). Whether a package has a known weakness was NOT looked at.`);
    return;
  }
  if (found.findings.length > 0) throw new Refused(`Known weaknesses, high or critical:\n${found.findings.join('\n')}`);
  console.log(`No known weakness of high or critical severity; ${found.counted} lesser.`);
});
