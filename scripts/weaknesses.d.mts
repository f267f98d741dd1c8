export interface Awaited {
  readonly name: string;
  readonly weakness: string;
  readonly severity: string;
  readonly since: string;
  readonly until: string;
  readonly why: string;
}
export const days: Readonly<Record<'critical' | 'high' | 'moderate' | 'low', number>>;
export function overdue(lines: unknown, today: string): readonly string[];
export function auditFindings(
  text: string,
  lines?: readonly Awaited[],
):
  | { readonly unanswered: string }
  | { readonly broken: string }
  | { readonly findings: readonly string[]; readonly gone: readonly string[]; readonly counted: number };
