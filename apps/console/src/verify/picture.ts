import { toHex, type InclusionStep } from '@covenant/transparency';

/** The drawing of a way from a leaf up to the root: only numbers and short texts, so that it can be tested. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PictureNode[];
  /** From a node up to what it and its neighbour make. */
  readonly lines: readonly { readonly from: Point; readonly to: Point }[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PictureNode extends Point {
  /** `own`: computed here; `given`: a neighbour that the proof brings; `signed`: the root that was signed. */
  readonly kind: 'own' | 'given' | 'signed';
  readonly label: string;
}

export const NODE = { width: 92, height: 28 } as const;
const WIDTH = 340;
const ROW = 52;
const CENTRE = WIDTH / 2;
const ASIDE = 112;
const EDGE = 20;

export const short = (hash: Uint8Array): string => `${toHex(hash.subarray(0, 4))}…`;

/** The leaf stands at the bottom; at the top, above the root that the way leads to, stands the one that was signed. */
export function pictureOf(leaf: Uint8Array, steps: readonly InclusionStep[], signed: Uint8Array): Picture {
  const rows = steps.length + 2;
  const height = (rows - 1) * ROW + 2 * EDGE;
  const y = (row: number): number => height - EDGE - row * ROW;
  const own = (row: number, hash: Uint8Array): PictureNode => ({ kind: 'own', x: CENTRE, y: y(row), label: short(hash) });
  const neighbours = steps.map(({ sibling, side }, row): PictureNode => {
    const x = side === 'left' ? CENTRE - ASIDE : CENTRE + ASIDE;
    return { kind: 'given', x, y: y(row), label: short(sibling) };
  });
  const way = [own(0, leaf), ...steps.map(({ parent }, i) => own(i + 1, parent))];
  const top: PictureNode = { kind: 'signed', x: CENTRE, y: y(rows - 1), label: short(signed) };
  const joint = (row: number): Point => ({ x: CENTRE, y: y(row) + NODE.height / 2 });
  const lines = steps.flatMap((_, row) =>
    [way[row], neighbours[row]].flatMap((node) => (node === undefined ? [] : [{ from: { x: node.x, y: node.y - NODE.height / 2 }, to: joint(row + 1) }])),
  );
  return { width: WIDTH, height, nodes: [...way, ...neighbours, top], lines };
}
