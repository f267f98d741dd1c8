/** `1 key`, `1,200 keys`. */
export const counted = (value: number, one: string, many = `${one}s`): string => `${value.toLocaleString('en')} ${value === 1 ? one : many}`;

/** `1 key and 2 hashes of receipt codes`. */
export const keysAndHashes = (keys: number, hashes: number): string =>
  `${counted(keys, 'key')} and ${counted(hashes, 'hash of a receipt code', 'hashes of receipt codes')}`;
