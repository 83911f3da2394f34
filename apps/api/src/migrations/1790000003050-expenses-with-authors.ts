import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for whoever wrote it: sent back to be changed, or a bill that came by its link. */
export class ExpensesWithAuthors1790000003050 implements MigrationInterface {
  name = 'ExpensesWithAuthors1790000003050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX expense_with_author ON expense (author_id, created_at, id) WHERE state IN ('DRAFT', 'RETURNED')`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
