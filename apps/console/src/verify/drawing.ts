import { toHex, type InclusionStep } from '@covenant/transparency';
import { el, svg, type Child } from './dom.js';
import { NODE, pictureOf, type PictureNode } from './picture.js';
import type { Words } from './words/words.js';

interface Way {
  readonly leaf: Uint8Array;
  readonly steps: readonly InclusionStep[];
  readonly signed: Uint8Array;
  readonly same: boolean;
}

/** The way up as a drawing, and in full as a table that opens. */
export function drawing({ leaf, steps, signed, same }: Way, say: Words): Child {
  const { width, height, nodes, lines } = pictureOf(leaf, steps, signed);
  const edges = lines.map(({ from, to }) => svg('path', { class: 'edge', d: `M${from.x} ${from.y} C${from.x} ${from.y - 14} ${to.x} ${to.y + 14} ${to.x} ${to.y}` }));
  const top = nodes.find(({ kind }) => kind === 'signed');
  const equality =
    top === undefined ? undefined : svg('text', { class: same ? 'equal' : 'unequal', x: top.x, y: top.y + NODE.height + 4 }, same ? '=' : '≠');
  return [
    el(
      'figure',
      {},
      svg('svg', { class: 'way', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': say.picture(steps.length, same) }, edges, nodes.map(box), equality),
      el('figcaption', {}, say.legend),
    ),
    table(steps, say),
  ];
}

function box({ kind, x, y, label }: PictureNode): SVGElement {
  const frame = (grow: number): SVGElement =>
    svg('rect', {
      x: x - NODE.width / 2 - grow,
      y: y - NODE.height / 2 - grow,
      width: NODE.width + 2 * grow,
      height: NODE.height + 2 * grow,
      rx: kind === 'own' ? NODE.height / 2 : 2,
    });
  return svg('g', { class: kind }, kind === 'signed' ? frame(4) : undefined, frame(0), svg('text', { x, y: y + 4 }, label));
}

function table(steps: readonly InclusionStep[], say: Words): Child {
  if (steps.length === 0) return undefined;
  const { columns, sides } = say;
  const head = [columns.step, columns.neighbour, columns.side, columns.makes].map((name) => el('th', { scope: 'col' }, name));
  const rows = steps.map(({ sibling, side, parent }, i) =>
    el('tr', {}, el('th', { scope: 'row' }, String(i + 1)), el('td', {}, code(sibling)), el('td', {}, sides[side]), el('td', {}, code(parent))),
  );
  const scroll = el('div', { class: 'scroll', role: 'region', 'aria-label': say.table, tabindex: 0 }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows)));
  return el('details', {}, el('summary', {}, say.table), scroll);
}

export const code = (bytes: Uint8Array): HTMLElement => el('code', { class: 'hash' }, toHex(bytes));
