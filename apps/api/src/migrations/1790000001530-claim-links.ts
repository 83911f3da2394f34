import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each process that starts before an instance is claimed prints a link, and all of them work until one claims. */
export class ClaimLinks1790000001530 implements MigrationInterface {
  name = 'ClaimLinks1790000001530';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE instance ADD claim_hashes bytea[] NOT NULL DEFAULT '{}';
UPDATE instance SET claim_hashes = ARRAY[claim_hash] WHERE claim_hash IS NOT NULL;
ALTER TABLE instance DROP COLUMN claim_hash;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
