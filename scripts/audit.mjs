// `npm run audit`: known weaknesses of what the product runs on, by the registry's own list. Fails from high severity on,
// but for what stands in scripts/weaknesses.json with a date that has not passed (SECURITY.md). Where the registry does not
// answer, that is said and nothing is claimed: not every mirror has the list. A file given as the first argument takes the
// place of ours.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';

const patience = 60_000;

command(async ({ root, Refused }) => {
  const { auditFindings, overdue } = await import('./weaknesses.mjs');
  const lines = JSON.parse(readFileSync(process.argv[2] ?? join(root, 'scripts', 'weaknesses.json'), 'utf8'));
  const late = overdue(lines, new Date().toISOString().slice(0, 10));
  if (late.length > 0) throw new Refused(`Weak packages that are waited for no longer, or not like this:\n${late.join('\n')}`);
  const { text, isLate } = await new Promise((resolve) => {
    // It ends with 1 where it found something, and where it got no answer.
    execFile('npm', ['audit', '--omit=dev', '--json'], { cwd: root, timeout: patience, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) =>
      resolve({ text: stdout, isLate: error?.killed === true && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' }),
    );
  });
  const found = isLate ? { unanswered: `nothing within ${patience / 1_000} s` } : auditFindings(text, lines);
  if ('broken' in found) throw new Refused(`There is no audit: ${found.broken}`);
  if ('unanswered' in found) {
    console.log(`NOTICE: the registry does not answer the audit here (${found.unanswered}). Whether a package has a known weakness was NOT looked at.`);
    return;
  }
  for (const gone of found.gone) console.log(`Not found any more, its line can go: ${gone}`);
  if (found.findings.length > 0) throw new Refused(`Known weaknesses, high or critical:\n${found.findings.join('\n')}`);
  console.log(`No known weakness of high or critical severity that is not waited for; ${found.counted} lesser or waited for.`);
});
