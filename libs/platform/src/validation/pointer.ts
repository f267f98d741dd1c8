/** RFC 6901 §3: `~` is written `~0` and `/` is written `~1`. */
export const pointerStep = (name: string | number): string =>
  `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const pointerTo = (path: readonly (string | number)[]): string => path.map(pointerStep).join('');
