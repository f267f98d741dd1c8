import type { KeyDatabase } from './key-database.js';

/** Figures that are made once and then stay as they are. */
export class KeptFigures<F> {
  constructor(private readonly database: KeyDatabase) {}

  /** Those of the years asked for that were made before, by year. */
  async of(city: string, years: readonly number[]): Promise<ReadonlyMap<number, F>> {
    const { rows } = await this.database.query('SELECT year, figures FROM subjects.figures WHERE city = $1 AND year = ANY ($2::int[])', [city, years]);
    return new Map((rows as readonly { readonly year: number; readonly figures: F }[]).map(({ year, figures }) => [year, figures]));
  }

  /** Keeps them, unless somebody else was first. */
  async keep(city: string, year: number, figures: F): Promise<void> {
    await this.database.query('INSERT INTO subjects.figures (city, year, figures) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      city,
      year,
      JSON.stringify(figures),
    ]);
  }
}
