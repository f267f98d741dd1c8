// `npm run audit`: known weaknesses of what the product runs on, by the registry's own list. Fails from high severity on. Where
// the registry does not answer, that is said and nothing is claimed: not every mirror has the list.
import { execFile } from 'node:child_process';
import { command } from './command.mjs';

command(async ({ root, Refused }) => {
  const { auditFindings } = await import('./supply.mjs');
  const text = await new Promise((resolve) => {
    // It ends with 1 where it found something, and where it got no answer.
    execFile('npm', ['audit', '--omit=dev', '--json'], { cwd: root, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
  const found = auditFindings(text);
  if ('unanswered' in found) {
    console.log(`NOTICE: the registry does not answer the audit here (${found.unanswered}). Whether a package has a known weakness was NOT looked at.`);
    return;
  }
  if (found.findings.length > 0) throw new Refused(`Known weaknesses, high or critical:\n${found.findings.join('\n')}`);
  console.log(`No known weakness of high or critical severity; ${found.counted} lesser.`);
});
