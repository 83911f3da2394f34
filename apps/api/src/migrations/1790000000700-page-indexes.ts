import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the pages of a book read by: without these each budget page reads all postings, funds and lines of the instance. */
export class PageIndexes1790000000700 implements MigrationInterface {
  name = 'PageIndexes1790000000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE INDEX ledger_posting_book ON ledger_posting (book_id, entry_id) INCLUDE (category, currency, amount) WHERE category IS NOT NULL;
CREATE INDEX ledger_entry_book_day ON ledger_entry (book_id, id) INCLUDE (effective_on);
CREATE INDEX fund_book ON fund (book_id);
CREATE INDEX budget_line_book ON budget_line (book_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
