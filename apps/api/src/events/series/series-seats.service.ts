import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/ids.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { EventRecords } from '../event-records.service.ts';
import type { SeatOutcome } from '../rsvps/seat-state.ts';
import { Seats } from '../rsvps/seats.store.ts';
import { SeriesRsvpsStore } from './series-rsvps.store.ts';
import type { SeriesRow } from './series.store.ts';

/** Seats those who come to all nights of a series: each night by itself, through the seats, in the order in which they said so. */
@Injectable()
export class SeriesSeats {
  constructor(
    private readonly seats: Seats,
    private readonly records: EventRecords,
    private readonly store: SeriesRsvpsStore,
    private readonly outbox: Outbox,
  ) {}

  /** Gives new nights, in the order of their ids, the answers that stand for all. Who lands on a waitlist for the first time is told, once and not for each night. */
  async seed(tx: EntityManager, series: SeriesRow, nightIds: readonly string[]): Promise<void> {
    const standing = nightIds.length > 0 && !series.is_draft ? await this.store.inTurn(tx, series.id) : [];
    const toTell = new Set<string>();
    for (const eventId of nightIds)
      for (const { person_id, answer, seats, queue_told_at } of standing) {
        if (await this.store.hasOwnAnswer(tx, eventId, person_id)) continue;
        const outcome = await this.change(
          tx,
          { eventId, groupId: series.group_id },
          { personId: person_id, answer, seats },
        );
        if (outcome.status === 'waitlisted' && !queue_told_at) toTell.add(person_id);
      }
    if (toTell.size === 0) return;
    await this.store.queueTold(tx, series.id, [...toTell]);
    await this.outbox.announce(tx, {
      kind: 'SeriesWaitlisted',
      groupId: series.group_id,
      payload: { seriesId: series.id, personIds: [...toTell] },
    });
  }

  /** One night's answer out of an answer for all. */
  async change(
    tx: EntityManager,
    night: { eventId: string; groupId: string },
    of: { personId: string; answer: 'going' | 'maybe' | 'no'; seats: number },
  ): Promise<SeatOutcome> {
    const outcome = await this.seats.change(tx, night.eventId, {
      kind: 'answer',
      rsvpId: newId(),
      source: 'series',
      ...of,
    });
    await this.records.seated(tx, {
      ...night,
      seated: outcome.seated.filter(({ personId }) => personId !== of.personId),
    });
    return outcome;
  }
}
