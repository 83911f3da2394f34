import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The number of the group's account is kept once, by the account: givers see that of the main bank account, or else of the first that has one. */
export class OneBankAccount1790000002150 implements MigrationInterface {
  name = 'OneBankAccount1790000002150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
INSERT INTO bank_account (account_id, name, iban)
  SELECT a.id, k.name, k.iban FROM book_bank k JOIN book b ON b.id = k.book_id JOIN ledger_account a ON a.book_id = b.id AND a.path = 'assets:bank:main' AND a.currency = b.currency
  ON CONFLICT (account_id) DO NOTHING;
DROP TABLE book_bank;
CREATE VIEW book_bank AS
  SELECT DISTINCT ON (a.book_id) a.book_id, a.id AS account_id, k.name, k.iban FROM bank_account k JOIN ledger_account a ON a.id = k.account_id AND a.closed_at IS NULL
  ORDER BY a.book_id, a.path <> 'assets:bank:main', a.path, a.currency;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
