import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The id of the secret that things are sealed with. The key of addresses for answers by mail follows from that secret from now on; the one
 * that lies here plain is sealed at the next start, for the mails that were sent already, and new instances have none.
 */
export class InstanceSecret1790000001660 implements MigrationInterface {
  name = 'InstanceSecret1790000001660';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE instance ADD secret_id bytea, ALTER reply_key DROP NOT NULL, ALTER reply_key DROP DEFAULT;
UPDATE instance SET reply_key = NULL WHERE claimed_at IS NULL;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
