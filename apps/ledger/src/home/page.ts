import type { Language } from '@covenant/domain';
import { html, Markup } from './html.js';
import { type Figure, type Words, words } from './words.js';

/** What the first page shows, as of one moment. Times and texts come as recorded; nothing here is computed. */
export interface HomeView {
  /**
   * The city whose figures are shown: the sample, or the one that recorded last. Absent in an empty ledger.
   * `language` is the one that its records are written in, a BCP 47 tag.
   */
  readonly city?: { readonly id: string; readonly name: string; readonly sample: boolean; readonly language: string };
  readonly figures: readonly { readonly figure: Figure; readonly count: number }[];
  /** The first lines of the overdue list, the longest overdue first. */
  readonly overdue: readonly OverdueLine[];
  readonly overdueInAll: number;
  readonly directory: readonly { readonly id: string; readonly name: string; readonly region: string; readonly year: string }[];
  readonly log: LogLine;
  /** How this server is reached, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
}

/** How the public log stands. */
export interface LogLine {
  /** Entries under the newest signed checkpoint. */
  readonly size: number;
  /** `stopped` until a person has looked; `waiting` goes on by itself. */
  readonly state: 'signing' | 'waiting' | 'stopped';
  /** Why it stopped, in English, and the entry to look at, where there is one. */
  readonly reason?: string;
  readonly entry?: number;
  /** How the newest checkpoint stands with the log's witnesses; absent where none are named. */
  readonly witnesses?: { readonly quorum: boolean; readonly cosigned: readonly string[]; readonly missing: readonly { readonly name: string }[] };
}

export interface OverdueLine {
  /** Where its whole history is. */
  readonly path: string;
  readonly title: string;
  readonly dutyBearer: string;
  /** ISO date. */
  readonly dueOn: string;
  readonly daysLate: number;
}

export function homePage(view: HomeView, language: Language): string {
  const say = words[language];
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say.title}</title>
<meta name="description" content="${say.promise}">
<link rel="stylesheet" href="/home.css">
</head>
<body>
<a class="skip" href="#content">${say.skip}</a>
<header><p class="name">${say.title}</p><h1>${say.promise}</h1><p class="about">${say.about}</p></header>
<main id="content" tabindex="-1">
${figures(view, say)}
${overdue(view, say, language)}
${journey(say)}
${check(view, say)}
${directory(view, say)}
${doors(say)}
</main>
<footer><p>${say.sources}</p></footer>
</body>
</html>
`;
  return page.text;
}

function figures({ city, figures: counts }: HomeView, say: Words): Markup {
  if (city === undefined) return html`<p class="notice">${say.noCity}</p>`;
  const cards = counts.map(
    ({ figure, count }) => html`<div class="figure ${figure}"><dt>${say.figures[figure]}</dt><dd>${count}</dd></div>`,
  );
  return html`<section aria-labelledby="figures">
<h2 id="figures">${say.figuresOf(city.name)}${city.sample ? html` <span class="mark">${say.sampleMark}</span>` : undefined}</h2>
${city.sample ? html`<p class="notice">${say.sampleNotice(city.name)}</p>` : undefined}
<dl class="figures">${cards}</dl>
</section>`;
}

function overdue(view: HomeView, say: Words, language: Language): Markup {
  if (view.city === undefined) return html``;
  const hidden = view.overdueInAll - view.overdue.length;
  const { language: spoken } = view.city;
  const rows = view.overdue.map(
    (line) => html`<tr>
<th scope="row"><a href="${line.path}"><span class="unseen">${say.historyOf}</span> <span lang="${spoken}" dir="auto">${line.title}</span></a></th>
<td lang="${spoken}" dir="auto">${line.dutyBearer}</td>
<td><time datetime="${line.dueOn}">${dayIn(language, line.dueOn)}</time></td>
<td>${say.days(line.daysLate)}</td>
</tr>
`,
  );
  const list =
    rows.length === 0
      ? html`<p>${say.nothingOverdue}</p>`
      : html`<p>${say.overdueIntro}</p>
<div class="scroll" role="region" aria-labelledby="overdue" tabindex="0"><table>
<thead><tr><th scope="col">${say.commitment}</th><th scope="col">${say.answerable}</th><th scope="col">${say.dueOn}</th><th scope="col">${say.late}</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
  const rest = hidden > 0 ? html`<p><a href="/v1/commitments?cityId=${view.city.id}&amp;overdue=true">${say.more(hidden)}</a></p>` : undefined;
  return html`<section aria-labelledby="overdue"><h2 id="overdue">${say.overdue}</h2>
${list}${rest}
</section>`;
}

/** The picture is for the eye alone; the list beside it says the same in words. */
function journey(say: Words): Markup {
  const stations = say.steps.map(({ name }, index) => {
    const x = 80 + index * 160;
    const line = index === 0 ? undefined : html`<path d="M${x - 112} 40 H${x - 48}"/><path d="M${x - 56} 34 l8 6 l-8 6"/>`;
    return html`${line}<circle cx="${x}" cy="40" r="22"/><text x="${x}" y="46">${index + 1}</text><text x="${x}" y="88">${name}</text>`;
  });
  const steps = say.steps.map(({ name, text }) => html`<li><strong>${name}.</strong> ${text}</li>`);
  return html`<section aria-labelledby="journey"><h2 id="journey">${say.journey}</h2>
<svg class="journey" viewBox="0 0 800 100" aria-hidden="true" focusable="false">${stations}</svg>
<ol class="steps">${steps}</ol>
</section>`;
}

function check({ address, log, city }: HomeView, say: Words): Markup {
  const kept = city && html`
<p><a href="/v1/bundles?cityId=${city.id}">${say.keep(city.name)}</a></p>`;
  return html`<section aria-labelledby="check"><h2 id="check">${say.check}</h2>
${standing(log, say)}<p>${say.checkIntro}</p>
<pre tabindex="0"><code>npm run -s auditor -- mirror ${address}/log mirror
npm run -s auditor -- verify mirror</code></pre>
<p>${say.checkOutro(log.size)}</p>
${witnessedBy(log, say)}
<p><a href="/verify">${say.checkOne}</a></p>${kept}
</section>`;
}

/** Nothing where the log is signed as it should be. */
function standing({ state, reason, entry }: LogLine, say: Words): Markup | undefined {
  if (state === 'signing') return undefined;
  if (state === 'waiting') return html`<p class="notice">${say.notSigning}</p>
`;
  const why = reason && html` <q lang="en">${reason}</q>`;
  return html`<p class="notice" role="alert">${say.stopped(entry)}${why}</p>
`;
}

function witnessedBy({ witnesses }: LogLine, say: Words): Markup | undefined {
  if (witnesses === undefined) return html`<p>${say.noWitnesses}</p>`;
  const { quorum, cosigned, missing } = witnesses;
  if (!quorum) return html`<p class="notice">${say.unwitnessed(missing.map(({ name }) => name))}</p>`;
  return cosigned.length === 0 ? undefined : html`<p>${say.witnessed(cosigned)}</p>`;
}

function directory({ directory: cities }: HomeView, say: Words): Markup {
  if (cities.length === 0) return html``;
  const items = cities.map(({ id, name, region, year }) => html`<li><a href="/v1/cities/${id}"><bdi>${name}</bdi></a>, <bdi>${region}</bdi> <span>${say.since(year)}</span></li>`);
  return html`<section aria-labelledby="directory"><h2 id="directory">${say.directory}</h2>
<p>${say.directoryIntro}</p>
<ul class="cities">${items}</ul>
</section>`;
}

function doors(say: Words): Markup {
  const links = [
    ['/docs', say.links.docs],
    ['/openapi.json', say.links.openapi],
    ['/log/checkpoint', say.links.checkpoint],
    ['/v1/cities', say.links.cities],
    ['/health/ready', say.links.health],
  ].map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`);
  return html`<nav aria-labelledby="doors"><h2 id="doors">${say.doors}</h2><ul>${links}</ul></nav>`;
}

const dayIn = (language: Language, date: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
