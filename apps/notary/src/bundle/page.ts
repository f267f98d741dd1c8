import { aggregateNamed, aggregateOfEvent, describe, type Language, legible, roleName, upcast } from '@covenant/domain';
import type { RecordedEvent } from '@covenant/event-store';
import { type BundleWords, bundleWords } from './words.js';

/** What stands at the head of a bundle's page. */
export interface BundleHead {
  readonly language: Language;
  readonly city: string;
  readonly origin: string;
  readonly size: number;
  /** The entry up to which it was asked for, where the tree goes on behind it. */
  readonly upTo?: number | undefined;
  /** The log's public keys, as people exchange them. */
  readonly keys: readonly string[];
  readonly witnesses: readonly string[];
}

/** One record: its events in order, each with the number of its entry. */
export interface RecordHistory {
  readonly stream: string;
  readonly facts: readonly { readonly entry: number; readonly event: RecordedEvent }[];
}

/** The page, in pieces: however long the histories are, no more than one record of them is in memory. */
export async function* bundlePage(head: BundleHead, histories: AsyncIterable<RecordHistory>): AsyncGenerator<string> {
  const say = bundleWords[head.language];
  yield opening(head, say);
  let count = 0;
  for await (const history of histories) {
    yield record(history, head.language, say);
    count++;
  }
  if (count === 0) yield `<p>${text(say.nothing)}</p>\n`;
  yield '</main>\n</body>\n</html>\n';
}

function opening({ language, city, origin, size, upTo, keys, witnesses }: BundleHead, say: BundleWords): string {
  const steps = say.checkSteps.map((step) => `<li>${text(step)}</li>`).join('\n');
  const listed = keys.map((key) => `<li><code>${text(key)}</code></li>`).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(say.title(city))}</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8888 }
code { overflow-wrap: anywhere }
</style>
</head>
<body>
<main>
<h1 dir="auto">${text(say.title(city))}</h1>
<p>${text(say.about(size, origin))}${upTo === undefined ? '' : ` ${text(say.notAll(upTo))}`}</p>
<h2>${text(say.check)}</h2>
<ol>
${steps}
</ol>
<p>${text(witnesses.length === 0 ? say.noWitnesses : say.witnesses(witnesses))}</p>
<h2>${text(say.keys)}</h2>
<ul>
${listed}
</ul>
<h2>${text(say.records)}</h2>
`;
}

function record({ stream, facts }: RecordHistory, language: Language, say: BundleWords): string {
  const rows = facts.map(({ entry, event }) => row(entry, event, language, say)).join('\n');
  const headings = [say.entry, say.recorded, say.role, say.fact].map((heading) => `<th scope="col">${text(heading)}</th>`).join('');
  return `<section>
<h3 dir="auto">${text(titleOf(facts[0]?.event) ?? stream)}</h3>
<p><code>${text(stream)}</code></p>
<table>
<thead><tr>${headings}</tr></thead>
<tbody>
${rows}
</tbody>
</table>
</section>
`;
}

function row(entry: number, event: RecordedEvent, language: Language, say: BundleWords): string {
  const { recordedAt, effectiveOn, actor } = event.metadata;
  const effective = effectiveOn === undefined ? '' : ` (${text(say.effective)} ${text(effectiveOn)})`;
  const when = `<time datetime="${text(recordedAt)}">${text(recordedAt)}</time>${effective}`;
  return `<tr><td>${entry}</td><td>${when}</td><td>${text(roleName(actor.role, language))}</td><td dir="auto">${text(inWords(event, language, say))}</td></tr>`;
}

/** An event of a form that this version does not know is named, never left out. */
function inWords({ type, data, metadata }: RecordedEvent, language: Language, say: BundleWords): string {
  const owner = aggregateOfEvent(type);
  if (owner === undefined) return say.unreadable(type);
  try {
    return describe({ type, data: upcast(aggregateNamed(owner), type, metadata.schemaVersion, data) }, language);
  } catch {
    return say.unreadable(type);
  }
}

function titleOf(first: RecordedEvent | undefined): string | undefined {
  const title = first?.data['title'] ?? first?.data['name'];
  return typeof title === 'string' && title !== '' ? title : undefined;
}

const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML shows it, whatever it holds. */
const text = (value: string): string => legible(value).replace(/[&<>"']/g, (sign) => special[sign] ?? sign);
