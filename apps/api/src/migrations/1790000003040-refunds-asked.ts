import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds that wait for a second person are found among themselves: the home page of whoever may be that asks for them. */
export class RefundsAsked1790000003040 implements MigrationInterface {
  name = 'RefundsAsked1790000003040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX contribution_refund_asked ON contribution_refund (contribution_id) WHERE state = 'ASKED'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
