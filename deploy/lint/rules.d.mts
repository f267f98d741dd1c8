export function isPinned(image: string): boolean;
export function breachesOfChart(objects: readonly unknown[], settings: ReadonlySet<string>): readonly string[];
export function breachesOfCompose(file: unknown, settings: ReadonlySet<string>): readonly string[];
