/** `1 entry`, `20 entries`: how large a tree is, as people read it. */
export const sized = (size: number): string => `${size} ${size === 1 ? 'entry' : 'entries'}`;
