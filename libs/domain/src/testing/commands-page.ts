import type { Role } from '../kernel/actor.js';
import { roles } from '../kernel/actor.js';
import { aggregateNames } from '../kernel/decider.js';
import { aggregateNamed } from '../registry.js';
import { vocabularies } from '../vocabularies/all.js';

/** `docs/reference/commands.md`, made of what the code allows; `npm run permissions` writes it. */

/** The administrator has a column where there is something for it: in the keys of the log, and nowhere else. */
const columnsOf = (permissions: Readonly<Record<string, readonly Role[]>>): readonly Role[] =>
  Object.values(permissions).flat().includes('administrator') ? ['administrator'] : roles.filter((role) => role !== 'administrator');
const mark = (allowed: readonly Role[], role: Role, own: boolean): string =>
  !allowed.includes(role) ? '' : role === 'staff' && own ? 'own' : '●';

function tableOf(name: (typeof aggregateNames)[number]): readonly string[] {
  const { permissions, from, ownWord, begins, schemaVersions } = aggregateNamed(name);
  const people = columnsOf(permissions);
  const rows = Object.entries(permissions).map(([command, allowed]) => {
    const marks = people.map((role) => mark(allowed, role, ownWord.includes(command)));
    const states = (from[command] ?? []).map((state) => (command === begins && state === 'none' ? 'begins a record' : state));
    return `| \`${command}\` | ${marks.join(' | ')} | ${states.join(', ')} |`;
  });
  return [
    `## ${name}`,
    '',
    `| command | ${people.join(' | ')} | taken in |`,
    `| --- | ${people.map(() => ':-:').join(' | ')} | --- |`,
    ...rows,
    '',
    `Events: ${Object.keys(schemaVersions)
      .map((type) => `\`${type}\``)
      .join(', ')}.`,
    '',
  ];
}

export const commandsPage = (): string =>
  [
    '# Commands: who may send them, and when',
    '',
    'Made from the code by `npm run permissions`; a test holds it to the code.',
    '',
    'A role that is not marked is refused. *own*: only staff whose access names the duty-bearer concerned. `system` is the',
    'ledger’s own clock and comes with no token. `administrator` looks after keys and users and writes no fact: its',
    'one record is that of the log’s own keys.',
    'Besides these, the rules of each command hold: whoever reported or delivered something does not judge it, and',
    'nobody decides on an instrument of their own office. Who acts for a seat of the council that declared a conflict on a',
    'record neither votes on it nor approves anything there.',
    '',
    ...aggregateNames.flatMap(tableOf),
    '## Vocabularies',
    '',
    '| name | version | codes | source |',
    '| --- | --- | ---: | --- |',
    ...vocabularies.map(({ name, version, codes, source }) => `| ${name} | ${version} | ${codes.length} | ${source} |`),
    '',
  ].join('\n');
