/** As much of a pool of connections as is needed here, as the application's role. */
export interface KeyDatabase {
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>;
}
