import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Figures that were made to the last one, which somebody could subtract their own lodgings from, are told no more: of those
 * years they are made once again, in fives, about what was acknowledged.
 */
export class CoarseFigures1790000000603 implements MigrationInterface {
  readonly name = 'CoarseFigures1790000000603';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM subjects.figures WHERE NOT (figures::jsonb ? 'acknowledged')`);
  }

  /** What was deleted can be made again, by whichever release runs. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM subjects.figures');
  }
}
