import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ReminderRule, reminderDue } from '#libs/calendar';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';

interface Candidate {
  id: string;
  group_id: string;
  start_local: string;
  end_local: string;
  zone: string;
  all_day: boolean;
  start_at: Date;
}

/** Mails of one happening are written in one transaction; a large event is told in parts. */
const PART = 200;
/** After a longer pause nobody wants to be asked any more how it was. */
const LOOKS_BACK_MS = 3 * 86_400_000;

/** Each minute, what became due since the last look: computed from the events as they are now, so a move re-arms and a cancelled event is silent. */
@Injectable()
export class ReminderClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('reminders', '* * * * *', () => this.remindDue());
  }

  /** Announces every reminder that became due since the last run, by the database's clock. A second run, or one in another process, tells nobody twice. */
  async remindDue(): Promise<void> {
    const now = await this.clock.now(this.database.reads);
    const mark = await row<{ at: Date }>(this.database.reads, `SELECT at FROM clock_mark WHERE name = 'reminders'`);
    const from = Math.max(mark?.at.getTime() ?? now.getTime() - 60_000, now.getTime() - LOOKS_BACK_MS);
    for (const event of await this.candidates(new Date(from), now)) {
      const { start_local: startLocal, end_local: endLocal, zone, all_day: allDay } = event;
      const rule = reminderDue({ startLocal, endLocal, zone, allDay }, from, now.getTime());
      if (rule) await this.remind(event, rule);
    }
    await rows(
      this.database.reads,
      `INSERT INTO clock_mark (name, at) VALUES ('reminders', $1) ON CONFLICT (name) DO UPDATE SET at = excluded.at`,
      [now],
    );
  }

  /** What starts within 25 hours, or ended at most 31 hours before the window: the rule looks no further. */
  private candidates(from: Date, to: Date): Promise<Candidate[]> {
    return rows<Candidate>(
      this.database.reads,
      `SELECT id, group_id, start_local, end_local, zone, all_day, start_at FROM event e
       WHERE status = 'scheduled' AND reminders AND ((start_at > $2 AND start_at <= $2::timestamptz + interval '25 hours')
           OR (end_at > $1::timestamptz - interval '31 hours' AND end_at <= $2::timestamptz - interval '6 hours'))
         AND EXISTS (SELECT FROM rsvp r WHERE r.event_id = e.id AND r.status = 'going') ORDER BY start_at, id`,
      [from, to],
    );
  }

  /** The unique key of what was sent, and the happening, in one transaction: both or neither. */
  private async remind(event: Candidate, rule: ReminderRule): Promise<void> {
    await this.database.transaction(async (tx) => {
      const told = await rows<{ person_id: string }>(
        tx,
        `WITH sent AS (
           INSERT INTO reminder_sent (rsvp_id, rule, start_at) SELECT r.id, $2, e.start_at FROM event e JOIN rsvp r ON r.event_id = e.id AND r.status = 'going'
           WHERE e.id = $1 AND e.start_at = $3 AND e.status = 'scheduled' AND e.reminders ON CONFLICT DO NOTHING RETURNING rsvp_id)
         SELECT r.person_id FROM sent JOIN rsvp r ON r.id = sent.rsvp_id WHERE r.person_id IS NOT NULL ORDER BY r.id`,
        [event.id, rule, event.start_at],
      );
      for (let at = 0; at < told.length; at += PART)
        await this.outbox.announce(tx, {
          kind: 'ReminderDue',
          groupId: event.group_id,
          payload: {
            eventId: event.id,
            rule,
            startAt: event.start_at.toISOString(),
            personIds: told.slice(at, at + PART).map(({ person_id }) => person_id),
          },
        });
    });
  }
}
