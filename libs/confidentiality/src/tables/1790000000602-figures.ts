import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Figures about sealed words, as they were first told: never made anew, so that nobody learns from two of them what
 * changed between, such as whose words were erased. No number in here is small.
 */
export class Figures1790000000602 implements MigrationInterface {
  readonly name = 'Figures1790000000602';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE subjects.figures (
      city uuid NOT NULL,
      year integer NOT NULL,
      figures json NOT NULL,
      made_at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT figures_pk PRIMARY KEY (city, year)
    )`);
    await runner.query('GRANT SELECT, INSERT ON subjects.figures TO covenant_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE subjects.figures');
  }
}
