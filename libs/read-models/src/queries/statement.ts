/** Collects a statement's values and gives their places: `$1`, `$2`, … */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown, type?: string): string {
    this.list.push(value);
    return `$${this.list.length}${type === undefined ? '' : `::${type}`}`;
  }
}

export const conditions = (parts: readonly (string | undefined)[]): string => {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? 'true' : present.join(' AND ');
};
