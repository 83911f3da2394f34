import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What came from somebody else's calendar may be a series: `imported.series_id` is the line it began. `own_dates` of a series holds what single dates
 * have of their own, as columns of `event` by original start, for nights that are made later.
 */
export class ImportedSeries1790000001500 implements MigrationInterface {
  name = 'ImportedSeries1790000001500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE imported ALTER COLUMN event_id DROP NOT NULL, ADD COLUMN series_id uuid REFERENCES series,
  ADD CONSTRAINT imported_is_one CHECK ((event_id IS NULL) <> (series_id IS NULL));
CREATE INDEX imported_series ON imported (series_id) WHERE series_id IS NOT NULL;
ALTER TABLE series ADD COLUMN own_dates jsonb NOT NULL DEFAULT '{}';
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
