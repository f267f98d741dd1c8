import type { Given } from './check.js';
import { el } from './dom.js';
import type { Words } from './words/words.js';

export type PolicyFrom = keyof Words['policyFrom'];

/** Where a reader puts the texts. */
export class Form {
  readonly element: HTMLFormElement;
  readonly #fields: { readonly [F in keyof Given]: HTMLTextAreaElement };
  readonly #from: HTMLParagraphElement;
  #policyFrom: PolicyFrom = 'nowhere';

  constructor(
    private readonly say: Words,
    private readonly told: { readonly check: () => void; readonly files: (files: Iterable<File>) => void },
  ) {
    const area = (field: keyof Given): HTMLTextAreaElement =>
      el('textarea', { id: field, rows: field === 'event' || field === 'proof' ? 7 : 4, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', 'aria-describedby': `${field}-hint` });
    this.#fields = { event: area('event'), proof: area('proof'), policy: area('policy'), keys: area('keys') };
    this.#from = el('p', { class: 'notice', id: 'policy-from' });
    this.#fields.policy.setAttribute('aria-describedby', 'policy-hint policy-from');
    this.#fields.policy.addEventListener('input', () => this.policyFrom('reader'));
    this.element = this.#build();
    this.policyFrom('nowhere');
  }

  get given(): Given {
    const { event, proof, policy, keys } = this.#fields;
    return { event: event.value, proof: proof.value, policy: policy.value, keys: keys.value };
  }

  /** Whether the policy is the reader's own: that one is not replaced by the server's. */
  get policyIsOwn(): boolean {
    return this.#policyFrom === 'reader';
  }

  put(texts: Partial<Given>): void {
    for (const field of ['event', 'proof', 'policy', 'keys'] as const) {
      const text = texts[field];
      if (text !== undefined) this.#fields[field].value = text;
    }
  }

  policyFrom(from: PolicyFrom): void {
    this.#policyFrom = from;
    this.#from.textContent = this.say.policyFrom[from];
  }

  #build(): HTMLFormElement {
    const { say, told } = this;
    const files = el('input', { type: 'file', id: 'files', multiple: true, 'aria-describedby': 'files-hint' });
    files.addEventListener('change', () => {
      told.files(Array.from(files.files ?? []));
      files.value = ''; // so that the same file can be chosen again after it was changed
    });
    const field = (name: keyof Given, label: string, hint: string): HTMLElement =>
      el('div', { class: `field ${name}` }, el('label', { for: name }, label), el('p', { class: 'hint', id: `${name}-hint` }, hint), this.#fields[name]);
    const policy = field('policy', say.policy, say.policyHint);
    policy.append(this.#from);
    const form = el(
      'form',
      { 'aria-labelledby': 'given' },
      el('h2', { id: 'given' }, say.given),
      el('div', { class: 'files' }, el('label', { for: 'files' }, say.choose), files, el('p', { class: 'hint', id: 'files-hint' }, say.chooseHint)),
      el('div', { class: 'pair' }, field('event', say.event, say.eventHint), field('proof', say.proof, say.proofHint)),
      policy,
      field('keys', say.keys, say.keysHint),
      el('button', { type: 'submit' }, say.check),
    );
    form.addEventListener('submit', (submit) => {
      submit.preventDefault();
      told.check();
    });
    return form;
  }
}
