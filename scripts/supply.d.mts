interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean; readonly license?: string }>>;
}
export const allowed: ReadonlySet<string>;
export const allowedForBuilding: ReadonlySet<string>;
export function permits(expression: string, names: ReadonlySet<string>): boolean;
export function licenceBreaches(lock: Lock, licenceOf: (place: string) => string | undefined): readonly string[];
export function withoutBuilding<B extends object>(bill: B, lock: Lock): B;
export function schemaFaults(bill: object): Promise<readonly string[]>;
export function billFaults(bill: object, lock: Lock, isInstalled: (place: string) => boolean): readonly string[];
