/** How the text of an environment variable becomes a value; what it cannot read it passes on for the check to name. */
export type Reader = (text: string) => unknown;

export const text: Reader = (value) => value;
export const integer: Reader = (value) => (/^-?\d{1,15}$/.test(value) ? Number(value) : value);
export const commaList: Reader = (value) => value.split(',').map((part) => part.trim());

export interface SettingEntry {
  readonly property: string;
  readonly name: string;
  readonly read: Reader;
  readonly fallback: string | undefined;
  readonly about: string;
}

const entries = new WeakMap<object, SettingEntry[]>();

/** Binds a property to an environment variable. `about` is the line that `.env.example` shows. */
export const Setting =
  (name: string, read: Reader, fallback: string | undefined, about: string): PropertyDecorator =>
  (prototype, property) => {
    const list = entries.get(prototype) ?? [];
    list.push({ property: String(property), name, read, fallback, about });
    entries.set(prototype, list);
  };

/** A class's own settings, and after them those of the class that it extends. */
export const settingsOf = (type: { readonly prototype: object }): readonly SettingEntry[] => {
  const found: SettingEntry[] = [];
  for (let at: unknown = type.prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) found.push(...(entries.get(at) ?? []));
  return found;
};
