import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { EventRecords } from '../event-records.service.ts';
import { Seats } from './seats.store.ts';

/** Whoever would be next and fits: nothing that happens to an event leaves any, so this finds only what came about without us. */
const waitsInVain = `SELECT e.id FROM event e CROSS JOIN LATERAL (SELECT r.seats FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted'
    AND (e.strict_queue OR e.capacity IS NULL OR r.seats <= e.capacity - e.seats_held) ORDER BY r.queue_no LIMIT 1) next
  WHERE e.waitlist = 'auto' AND e.status = 'scheduled' AND e.queue_last > 0 AND coalesce(e.rsvp_closes_at, e.start_at) > clock_now() AND e.start_at > clock_now()
    AND (e.capacity IS NULL OR next.seats <= e.capacity - e.seats_held)`;

/** Takes back, each minute, what was only kept for a while: places of addresses that never confirmed, and offers nobody took. They go to who waits next. */
@Injectable()
export class SeatClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly seats: Seats,
    private readonly records: EventRecords,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.jobs.every('seats.lapse', '* * * * *', () => this.lapseDue());
    this.retention.rows('answers that were never confirmed', {
      table: 'rsvp_pending',
      where: 'expires_at < clock_now() AND held_until IS NULL',
    });
  }

  /** Works off every event in which something has lapsed by the database's clock, each in a transaction of its own. */
  async lapseDue(): Promise<void> {
    const due = await rows<{ event_id: string }>(
      this.database.reads,
      `SELECT event_id FROM rsvp_pending WHERE held_until <= clock_now()
       UNION SELECT event_id FROM rsvp WHERE status = 'offered' AND offer_expires_at <= clock_now()
       UNION ${waitsInVain}`,
    );
    for (const { event_id } of due) await this.lapse(event_id);
  }

  private async lapse(eventId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { seated } = await this.seats.change(tx, eventId, { kind: 'sweep' });
      const event = await row<{ group_id: string }>(tx, 'SELECT group_id FROM event WHERE id = $1', [eventId]);
      const groupId = event!.group_id;
      await this.records.seated(tx, { eventId, groupId, seated });
      await this.outbox.announce(tx, {
        kind: 'SeatsLapsed',
        groupId,
        payload: { eventId },
        topics: [`event:${eventId}`],
      });
    });
  }
}
