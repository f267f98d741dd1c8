export function figuresIn(expression: string): readonly string[] | undefined;
export function baseOf(figure: string): string;
export function breachesOfAlarms(file: unknown, runbook: string, figures: ReadonlySet<string>): readonly string[];
