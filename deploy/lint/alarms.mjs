// What the house asks of the alarms, beyond that Prometheus can read them.
import { parser } from '@prometheus-io/lezer-promql';

const severities = new Set(['critical', 'warning']);

/** @param {string} expression @returns {string[] | undefined} the figures it looks at; undefined when it is no PromQL */
export function figuresIn(expression) {
  const names = new Set();
  let broken = false;
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to, node }) => {
      if (type.isError) broken = true;
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') names.add(expression.slice(from, to));
    },
  });
  return broken ? undefined : [...names];
}

/** A histogram's parts have names of their own. */
export const baseOf = (figure) => figure.replace(/_(bucket|sum|count)$/, '');

/**
 * @param {any} file `alarms.yaml`, parsed
 * @param {string} runbook the page with a heading for each alarm
 * @param {ReadonlySet<string>} figures those that processes export, besides Prometheus’ own `up`
 * @returns {string[]}
 */
export function breachesOfAlarms(file, runbook, figures) {
  const found = [];
  const headings = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading);
  const names = [];
  for (const { name: group, rules, ...others } of file.groups ?? []) {
    if (typeof group !== 'string' || !Array.isArray(rules) || Object.keys(others).length > 0) found.push(`${group}: is no group of rules`);
    for (const { alert, expr, for: pending, labels = {}, annotations = {}, ...more } of rules ?? []) {
      const tell = (words) => found.push(`${alert}: ${words}`);
      names.push(alert);
      if (!/^Covenant[A-Z]\w+$/.test(alert)) tell('is no name of ours');
      if (Object.keys(more).length > 0) tell(`has ${Object.keys(more).join(', ')}, which is nothing of an alarm’s`);
      if (pending !== undefined && !/^\d+[smh]$/.test(pending)) tell(`waits ${pending}, which is no duration`);
      if (!severities.has(labels.severity)) tell('is neither critical nor a warning');
      if (!annotations.summary) tell('says nothing to who is woken');
      if (!headings.includes(alert)) tell('has no runbook');
      const looked = figuresIn(String(expr));
      if (looked === undefined) tell(`${expr} is no PromQL`);
      else if (looked.length === 0) tell('looks at nothing');
      for (const figure of looked ?? []) if (figure !== 'up' && !figures.has(baseOf(figure)) && !figures.has(figure)) tell(`no process exports ${figure}`);
    }
  }
  if (names.length === 0) found.push('there is no alarm');
  for (const name of names) if (names.indexOf(name) !== names.lastIndexOf(name)) found.push(`${name}: is there twice`);
  for (const heading of headings) if (!names.includes(heading)) found.push(`${heading}: a runbook without an alarm`);
  return found;
}
