import type { EventMetadata } from '../kernel/envelope.js';
import type { JsonObject } from '../kernel/json.js';
import { upcast } from '../kernel/upcast.js';
import { aggregateNamed, aggregateOfEvent } from '../registry.js';
import { legible } from '../values/legible.js';
import type { Language } from '../words/catalogue.js';
import { describe, roleName } from '../words/words.js';
import { type BundleWords, bundleWords } from './words.js';

/** What stands at the head of a bundle's page. */
export interface BundleHead {
  readonly language: Language;
  /** Of Covenant, whose words these are. */
  readonly version: string;
  readonly cityId: string;
  readonly city: string;
  readonly origin: string;
  readonly size: number;
  /** The entry up to which it was asked for, where the tree goes on behind it. */
  readonly upTo?: number | undefined;
  /** The log's public keys, as people exchange them. */
  readonly keys: readonly string[];
  readonly witnesses: readonly string[];
}

/** A fact as the page needs it: an event of the store, or an entry of the log. */
export interface KeptFact {
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: Pick<EventMetadata, 'recordedAt' | 'effectiveOn' | 'schemaVersion'> & { readonly actor: { readonly role: string } };
}

/** One record: its events in order, each with the number of its entry. */
export interface RecordHistory {
  readonly stream: string;
  readonly facts: readonly { readonly entry: number; readonly event: KeptFact }[];
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

function opening({ language, version, cityId, city, origin, size, upTo, keys, witnesses }: BundleHead, say: BundleWords): string {
  const steps = say.checkSteps.map((step) => `<li>${text(step)}</li>`).join('\n');
  const listed = keys.map((key) => `<li><code>${text(key)}</code></li>`).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Covenant ${text(version)}">
<meta name="city" content="${text(cityId)}">${upTo === undefined ? '' : `\n<meta name="up-to" content="${upTo}">`}
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

function row(entry: number, event: KeptFact, language: Language, say: BundleWords): string {
  const { recordedAt, effectiveOn, actor } = event.metadata;
  const effective = effectiveOn === undefined ? '' : ` (${text(say.effective)} ${text(effectiveOn)})`;
  const when = `<time datetime="${text(recordedAt)}">${text(recordedAt)}</time>${effective}`;
  return `<tr><td>${entry}</td><td>${when}</td><td>${text(roleName(actor.role, language))}</td><td dir="auto">${text(inWords(event, language, say))}</td></tr>`;
}

/** An event of a form that this version does not know is named, never left out. */
function inWords({ type, data, metadata }: KeptFact, language: Language, say: BundleWords): string {
  const owner = aggregateOfEvent(type);
  if (owner === undefined) return say.unreadable(type);
  try {
    return describe({ type, data: upcast(aggregateNamed(owner), type, metadata.schemaVersion, data) }, language);
  } catch {
    return say.unreadable(type);
  }
}

function titleOf(first: KeptFact | undefined): string | undefined {
  const title = first?.data['title'] ?? first?.data['name'];
  return typeof title === 'string' && title !== '' ? title : undefined;
}

const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML shows it, whatever it holds. */
const text = (value: string): string => legible(value).replace(/[&<>"']/g, (sign) => special[sign] ?? sign);

/** For whom a page says to be: what it has to be made of again to see whether it is true. Undefined where it does not say. */
export function askedOf(page: string): Pick<BundleHead, 'language' | 'version' | 'cityId' | 'upTo'> | undefined {
  const [, language] = /<html lang="(en|es|fr)">/.exec(page) ?? [];
  const [, version] = /<meta name="generator" content="Covenant ([\w.+-]{1,40})">/.exec(page) ?? [];
  const [, cityId] = /<meta name="city" content="([0-9a-f-]{36})">/.exec(page) ?? [];
  const [, upTo] = /<meta name="up-to" content="(\d{1,15})">/.exec(page) ?? [];
  if (language === undefined || version === undefined || cityId === undefined) return undefined;
  return { language: language as Language, version, cityId, upTo: upTo === undefined ? undefined : Number(upTo) };
}
