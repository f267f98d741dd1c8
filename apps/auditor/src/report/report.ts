import { exitCodes, type Verdict } from '../cli/exit.js';
import { say, type Code, type Said, type Statements } from './statements.js';
import { visible } from './visible.js';
import { tables, type Language } from './language.js';

/** The outcome of a command: what was found wrong, what is good to know, and the result. */
export interface Report {
  readonly command: string;
  readonly verdict: Verdict;
  readonly findings: readonly Said[];
  readonly remarks: readonly Said[];
  readonly result: readonly Said[];
}

/** Findings past this many are counted, not told. */
export const MAX_FINDINGS = 100;

/** Collects what a check finds. */
export class Findings {
  readonly findings: Said[] = [];
  readonly remarks: Said[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  found<C extends Code>(code: C, data: Statements[C]): void {
    if (this.#count++ < MAX_FINDINGS) this.findings.push(say(code, data));
  }

  remark<C extends Code>(code: C, data: Statements[C]): void {
    this.remarks.push(say(code, data));
  }

  /** Adds what another check found. */
  take(other: { readonly findings: readonly Said[]; readonly remarks: readonly Said[]; readonly count: number }): void {
    this.findings.push(...other.findings.slice(0, Math.max(0, MAX_FINDINGS - this.findings.length)));
    this.remarks.push(...other.remarks);
    this.#count += other.count;
  }

  /** `result` is what may be said if nothing was found wrong; it is not said otherwise. */
  report(command: string, result: readonly Said[]): Report {
    const { remarks } = this;
    if (this.#count === 0) return { command, verdict: 'held', findings: [], remarks, result };
    const more = this.#count > MAX_FINDINGS ? [say('more-findings', { count: this.#count - MAX_FINDINGS })] : [];
    return {
      command,
      verdict: 'failed',
      findings: [...this.findings, ...more],
      remarks,
      result: [say('not-held', { count: this.#count })],
    };
  }
}

/** One line, whatever the log brought. */
export const inWords = (said: Said, language: Language = 'en'): string => {
  const words = tables[language][said.code] as (data: Said['data']) => string;
  return visible(words(said.data));
};

export function plain({ verdict, findings, remarks, result }: Report, language: Language = 'en'): string {
  const mark = { held: '✓', failed: '✗', unchecked: '·' }[verdict];
  const lines = [
    ...findings.map((said) => `✗ ${inWords(said, language)}`),
    ...remarks.map((said) => `· ${inWords(said, language)}`),
    ...result.map((said) => `${mark} ${inWords(said, language)}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function json({ command, verdict, findings, remarks, result }: Report, language: Language = 'en'): string {
  const told = (all: readonly Said[]): object[] => all.map((said) => ({ code: said.code, ...said.data, says: inWords(said, language) }));
  const document = {
    command,
    verdict,
    exitCode: exitCodes[verdict],
    findings: told(findings),
    remarks: told(remarks),
    result: told(result),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
