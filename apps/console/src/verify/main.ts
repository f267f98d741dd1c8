import { addressesOf } from './addresses.js';
import { check, tellsOfChanges } from './check.js';
import { el } from './dom.js';
import { Form } from './form.js';
import { explained, verdict } from './result.js';
import { fetchBoth, fetchText, readFiles, Unanswered } from './sources.js';
import { languages, words, wordsFor } from './words/tables.js';

const say = wordsFor(document.documentElement.lang);
const status = el('p', { role: 'status', class: 'status' });
const said = el('p', { role: 'status', class: 'verdict' });
const explanation = el('div');
const result = el('section', { 'aria-labelledby': 'result', hidden: true }, el('h2', { id: 'result' }, say.result), said, explanation);
const form = new Form(say, { check: checkNow, files: (files) => void take(files) });

function checkNow(): void {
  const { given } = form;
  if (given.event.trim() === '' || given.proof.trim() === '') {
    status.textContent = say.empty;
    return;
  }
  status.textContent = '';
  const checked = check(given);
  result.hidden = false;
  result.className = checked.proven ? 'proven' : 'refused';
  said.textContent = verdict(checked, say);
  explanation.replaceChildren(...[el('div', {}, explained(checked, say))]);
  result.scrollIntoView({ block: 'start' });
}

async function take(files: Iterable<File>): Promise<void> {
  const taken = await readFiles(files);
  for (const { found } of taken) {
    if (found === undefined) continue;
    form.put({ [found.kind]: found.text });
    if (found.kind === 'policy') form.policyFrom('reader');
  }
  const told = taken.map(({ name, found }) => (found === undefined ? say.unknownFile(name) : say.took(name, found.kind))).join(' ');
  const { event, proof } = form.given;
  if (taken.some(({ found }) => found !== undefined) && event !== '' && proof !== '') checkNow();
  status.textContent = told;
}

/** The server's own keys, for a reader who has no others; asked for once, so that the page needs no network later. */
async function fetchPolicy(): Promise<void> {
  const policy = await fetchText('/log/policy');
  if (form.policyIsOwn) return;
  form.put({ policy });
  form.policyFrom('server');
}

/** Of use with the reader's own policy too: nothing of it counts but what those keys have signed. */
async function fetchKeys(): Promise<void> {
  const keys = await fetchText('/log/keys');
  if (tellsOfChanges(keys) && form.given.keys.trim() === '') form.put({ keys });
}

async function followLink(): Promise<void> {
  const addresses = addressesOf(location.search);
  if (addresses === undefined) {
    if (new URLSearchParams(location.search).has('proof')) status.textContent = say.badLink;
    return;
  }
  status.textContent = say.fetching;
  form.put(await fetchBoth(addresses, () => (status.textContent = say.waiting)));
  checkNow();
}

/** Each by itself: what the log does not answer stops nothing that can be checked without it. */
async function begin(): Promise<void> {
  const missing: string[] = [];
  for (const step of [fetchKeys, fetchPolicy, followLink]) {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      missing.push(say.unanswered(error.path, error.detail));
      status.textContent = ''; // what was being fetched
    }
  }
  if (missing.length > 0) status.textContent = [...missing, status.textContent].join(' ').trim();
}

function languageLink(language: keyof typeof words): HTMLElement {
  const query = new URLSearchParams(location.search);
  query.set('lang', language);
  const here = words[language] === say;
  return el('li', {}, el('a', { href: `?${query.toString()}`, lang: language, hreflang: language, 'aria-current': here ? 'true' : undefined }, words[language].language));
}

document.addEventListener('dragover', (drag) => drag.preventDefault());
document.addEventListener('drop', (drop) => {
  drop.preventDefault();
  void take(Array.from(drop.dataTransfer?.files ?? []));
});

document.body.replaceChildren(
  el('a', { class: 'skip', href: '#content' }, say.skip),
  el(
    'header',
    {},
    el('p', { class: 'name' }, el('a', { href: '/' }, say.home)),
    el('nav', { 'aria-label': say.languages }, el('ul', { class: 'languages' }, languages.map(languageLink))),
    el('h1', {}, say.heading),
    el('p', { class: 'about' }, say.intro),
  ),
  el('main', { id: 'content', tabindex: -1 }, form.element, status, result),
);
void begin();
