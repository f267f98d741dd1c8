// How soon a weak package is replaced (SECURITY.md), and what npm says of weak ones. Reads only what it is given.

/** Days from the one on which `npm run audit` first showed it. */
export const days = { critical: 7, high: 30, moderate: 90, low: 180 };

/** What stops a change until it is gone, or until it stands in the list with a date. */
const stops = (severity) => severity === 'high' || severity === 'critical';

const members = ['name', 'weakness', 'severity', 'since', 'until', 'why'];
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/**
 * What is wrong with the list of weaknesses that are waited for, a line each. Asks no registry, so that a date that has passed
 * stops a change wherever the list is read.
 * @param lines an array of `{ name, weakness, severity, since, until, why }`: the package, the address of the advisory, the
 * days on which it was first shown and by which it is gone
 * @param today such as 2026-11-28
 */
export function overdue(lines, today) {
  if (!Array.isArray(lines)) return ['the list is no array'];
  return lines.flatMap((line, index) => {
    const told = `${line?.name ?? `line ${index + 1}`}, ${line?.weakness ?? 'no advisory'}`;
    const isWhole = members.every((member) => typeof line?.[member] === 'string' && line[member] !== '') && Object.keys(line).length === members.length;
    if (!isWhole || !Object.hasOwn(days, line.severity) || !isDay(line.since) || !isDay(line.until)) {
      return [`${told}: a line has ${members.join(', ')}, a severity of ${Object.keys(days).join(', ')}, and days such as 2026-11-28`];
    }
    const last = new Date(Date.parse(line.since) + days[line.severity] * 86_400_000).toISOString().slice(0, 10);
    if (line.since > today) return [`${told}: it was shown on a day that has not come`];
    if (line.until > last) return [`${told}: ${line.severity}, shown on ${line.since}, ends on ${last} at the latest`];
    return line.until < today ? [`${told}: it was to be gone by ${line.until}`] : [];
  });
}

/** How npm says that nobody answered; of what goes wrong on this side it says something else. */
const unreached = /^(request to \S+ failed|network timeout at|Response timeout while|Invalid response body while)/;

/**
 * What `npm audit --json` says.
 * @param lines those of the list of weaknesses that are waited for
 * @returns `unanswered` where the registry was not reached or refused; `broken` where there is no report for any other reason,
 * such as a lock that cannot be read; otherwise a line for each weak package of high severity or above, of which something is
 * not waited for, what is said wrongly of the others, and how many are weak at all
 */
export function auditFindings(text, lines = []) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return { broken: text.slice(0, 200) || 'npm said nothing' };
  }
  const { vulnerabilities, statusCode, message, error } = report;
  if (vulnerabilities === undefined) {
    if (typeof statusCode === 'number' || unreached.test(message ?? '')) return { unanswered: message ?? `status ${statusCode}` };
    return { broken: message ?? error?.summary ?? text.slice(0, 200) };
  }
  const waitedFor = new Map(lines.map((line) => [line.weakness, line]));
  // A package is weak of itself, or through others of the report, which may lead back to it.
  const isWaitedFor = (name, seen = new Set()) => {
    if (seen.has(name)) return true;
    seen.add(name);
    return vulnerabilities[name]?.via.every((one) => (typeof one === 'string' ? isWaitedFor(one, seen) : waitedFor.has(one.url))) ?? false;
  };
  const weak = Object.values(vulnerabilities);
  const findings = weak
    .filter(({ name, severity }) => stops(severity) && !isWaitedFor(name))
    .map(({ name, severity, range, via }) => `${name} ${range}: ${severity}: ${via.map((one) => (typeof one === 'string' ? `through ${one}` : one.title)).join('; ')}`);
  const known = new Map(weak.flatMap(({ via }) => via.filter((one) => typeof one !== 'string')).map((one) => [one.url, one]));
  const untrue = lines
    .filter(({ weakness, severity }) => (days[known.get(weakness)?.severity] ?? Infinity) < days[severity])
    .map(({ name, weakness, severity }) => `${name}, ${weakness}: it is ${known.get(weakness).severity}, not ${severity}`);
  const gone = lines.filter(({ weakness }) => !known.has(weakness)).map(({ name, weakness }) => `${name}, ${weakness}`);
  return { findings: [...findings, ...untrue], gone, counted: weak.length };
}
