import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people did bears the time of the one clock, as deadlines do. Queues and sessions stay with the machine's time. */
export class OneClock1790000000800 implements MigrationInterface {
  name = 'OneClock1790000000800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE person ALTER created_at SET DEFAULT clock_now();
ALTER TABLE address ALTER confirmed_at SET DEFAULT clock_now();
ALTER TABLE folk_group ALTER created_at SET DEFAULT clock_now();
ALTER TABLE invitation ALTER created_at SET DEFAULT clock_now();
ALTER TABLE event ALTER created_at SET DEFAULT clock_now(), ALTER updated_at SET DEFAULT clock_now();
ALTER TABLE rsvp ALTER answered_at SET DEFAULT clock_now();
ALTER TABLE comment ALTER created_at SET DEFAULT clock_now();
ALTER TABLE proposal ALTER created_at SET DEFAULT clock_now(), ALTER updated_at SET DEFAULT clock_now();
ALTER TABLE budget_line ALTER opened_at SET DEFAULT clock_now();
ALTER TABLE fund ALTER opened_at SET DEFAULT clock_now();
ALTER TABLE contribution ALTER created_at SET DEFAULT clock_now();
ALTER TABLE expense ALTER created_at SET DEFAULT clock_now(), ALTER submitted_at SET DEFAULT clock_now();
ALTER TABLE expense_approval ALTER created_at SET DEFAULT clock_now();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
