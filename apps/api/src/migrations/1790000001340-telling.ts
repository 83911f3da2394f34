import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What hosts wrote to those who come: kept with the event, counted by the day. */
export class Telling1790000001340 implements MigrationInterface {
  name = 'Telling1790000001340';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE event_message (
  id uuid PRIMARY KEY, event_id uuid NOT NULL REFERENCES event, author_id uuid NOT NULL REFERENCES person,
  audience text NOT NULL CHECK (audience IN ('going', 'maybe', 'waiting', 'all')), text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 4000),
  recipients int NOT NULL CHECK (recipients >= 0), sent_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX event_message_event ON event_message (event_id, sent_at);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
