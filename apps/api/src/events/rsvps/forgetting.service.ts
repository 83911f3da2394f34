import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { Retention } from '../../platform/jobs/retention.ts';

const past = `(SELECT id FROM event WHERE end_at < clock_now() - interval '30 days')`;

/** Somebody who was never more than a guest: no sign-in, no group, nothing of theirs in the house but answers to events that are long over. */
const forgotten = `SELECT p.id FROM person p WHERE NOT p.signs_in AND NOT p.operator AND EXISTS (SELECT FROM address a WHERE a.person_id = p.id)
  AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = p.id) AND NOT EXISTS (SELECT FROM session s WHERE s.person_id = p.id)
  AND NOT EXISTS (SELECT FROM comment c WHERE c.author_id = p.id) AND NOT EXISTS (SELECT FROM expense x WHERE p.id IN (x.author_id, x.payee_id))
  AND EXISTS (SELECT FROM rsvp r WHERE r.person_id = p.id) AND NOT EXISTS (SELECT FROM rsvp r WHERE r.person_id = p.id AND r.event_id NOT IN ${past}) LIMIT 500`;

/** Lets go, 30 days after an event, of what was only meant for it: what people said to its hosts, and who its guests were. */
@Injectable()
export class Forgetting implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    const { retention } = this;
    retention.rows('answers to questions of hosts', {
      table: 'answer',
      where: `rsvp_id IN (SELECT r.id FROM rsvp r WHERE r.event_id IN ${past})`,
    });
    retention.rows('addresses invited to events', { table: 'event_invite', where: `event_id IN ${past}` });
    retention.rows('what was handed back', {
      table: 'handed_back',
      where: `at < clock_now() - interval '30 days' AND NOT EXISTS (SELECT FROM take k WHERE k.task_id = object_id AND k.person_id = handed_back.person_id)`,
    });
    retention.also('notes and names of companions', () =>
      this
        .count(`UPDATE rsvp SET note = '', companion_names = '{}', before = NULL, reason = NULL WHERE event_id IN ${past}
        AND (note <> '' OR companion_names <> '{}' OR before IS NOT NULL OR reason IS NOT NULL) RETURNING 1`),
    );
    retention.also('guests of events', () => this.guests());
  }

  /** Their places stay as a number: the row keeps its seats under nobody's name. */
  private async guests(): Promise<number> {
    return this.count(
      `UPDATE person SET name = '–', locale = 'en', zone = NULL WHERE id IN (
        SELECT person_id FROM gone_address) RETURNING 1`,
      `gone AS (${forgotten}),
      gone_link AS (DELETE FROM link WHERE person_id IN (SELECT id FROM gone)),
      gone_address AS (DELETE FROM address WHERE person_id IN (SELECT id FROM gone) RETURNING person_id)`,
    );
  }

  private async count(statement: string, parts?: string): Promise<number> {
    const found = await row<{ n: number }>(
      this.database.reads,
      `WITH ${parts ? `${parts}, ` : ''}done AS (${statement}) SELECT count(*)::int AS n FROM done`,
    );
    return found?.n ?? 0;
  }
}
