import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why something was not carried out is kept as its sentence and what stands in the gaps, so that each reader has it in their language. */
export class FailuresInWords1790000001650 implements MigrationInterface {
  name = 'FailuresInWords1790000001650';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE execution ADD failure_words jsonb;`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
