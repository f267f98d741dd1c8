import { concat } from '../bytes.js';
import type { Sha256 } from '../hash.js';

/** RFC 6962 §2.1 word for word, without a thought for speed; results are kept so that the exhaustive tests end. */
export class NaiveTree {
  readonly #known = new Map<string, Uint8Array>();

  constructor(
    private readonly leaf: (index: number) => Uint8Array,
    private readonly sha256: Sha256,
  ) {}

  #k(n: number): number {
    let k = 1;
    while (2 * k < n) k *= 2;
    return k;
  }

  mth(start: number, end: number): Uint8Array {
    const key = `${start}-${end}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const k = this.#k(end - start);
    const root =
      end === start
        ? this.sha256(new Uint8Array(0))
        : end - start === 1
          ? this.sha256(concat(Uint8Array.of(0), this.leaf(start)))
          : this.sha256(concat(Uint8Array.of(1), this.mth(start, start + k), this.mth(start + k, end)));
    this.#known.set(key, root);
    return root;
  }

  path(m: number, start: number, end: number): Uint8Array[] {
    const n = end - start;
    if (n === 1) return [];
    const k = this.#k(n);
    return m < k
      ? [...this.path(m, start, start + k), this.mth(start + k, end)]
      : [...this.path(m - k, start + k, end), this.mth(start, start + k)];
  }

  subproof(m: number, start: number, end: number, whole: boolean): Uint8Array[] {
    const n = end - start;
    if (m === n) return whole ? [] : [this.mth(start, end)];
    const k = this.#k(n);
    return m <= k
      ? [...this.subproof(m, start, start + k, whole), this.mth(start + k, end)]
      : [...this.subproof(m - k, start + k, end, false), this.mth(start, start + k)];
  }
}
