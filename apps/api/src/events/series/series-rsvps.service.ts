import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { EventsService } from '../events.service.ts';
import type { EventRow } from '../events.store.ts';
import { readerSubject } from '../rsvps/answer-subject.ts';
import type { RespondToSeriesInput, SeriesAnswered } from './series.graphql.ts';
import { SeriesRsvpsStore } from './series-rsvps.store.ts';
import { SeriesSeats } from './series-seats.service.ts';
import { SeriesRecords } from './series-records.service.ts';
import type { SeriesRow } from './series.store.ts';
import { say } from '../../platform/words/words.ts';

type Counts = Omit<SeriesAnswered, 'event'>;

const holds = ['going', 'maybe', 'waitlisted', 'offered'];

/** One answer for all nights of a series. What a person said to one night is theirs and never touched. */
@Injectable()
export class SeriesRsvps {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsService,
    private readonly store: SeriesRsvpsStore,
    private readonly seats: SeriesSeats,
    private readonly records: SeriesRecords,
  ) {}

  async respond(actor: Actor, input: RespondToSeriesInput): Promise<Counts> {
    return this.database.transaction(async (tx) => {
      const event = await this.events.readable(tx, actor, input.eventId);
      await this.policy.require(tx, actor, 'rsvp.set', readerSubject(event));
      if (!event.series_id) throw new BadInput('eventId', 'This event does not repeat. Answer for this date alone.');
      const of = { personId: actor.personId!, answer: input.answer, seats: seatsFor(event, input.companions ?? 0) };
      return this.records.once(tx, of.personId, input, async () => {
        const line = await this.store.holdLineOf(tx, event.series_id!);
        await this.keep(tx, line, of);
        const counts = await this.spread(tx, line[0]!.line_id, of);
        await this.records.answered(tx, line[0]!, of.personId);
        return counts;
      });
    });
  }

  private async keep(
    tx: EntityManager,
    line: readonly SeriesRow[],
    of: { personId: string; answer: 'going' | 'maybe' | 'no'; seats: number },
  ): Promise<void> {
    const { answer } = of;
    if (answer === 'no') return this.store.end(tx, line[0]!.line_id, of.personId);
    for (const { id } of line) {
      await this.store.keep(tx, { ...of, answer, seriesId: id });
      await this.store.queueTold(tx, id, [of.personId]); // the answer to this request says it
    }
  }

  /** Takes the answer to each night that is still to come and has none of its own. */
  private async spread(
    tx: EntityManager,
    lineId: string,
    of: { personId: string; answer: 'going' | 'maybe' | 'no'; seats: number },
  ): Promise<Counts> {
    const counts = { going: 0, maybe: 0, waitlisted: 0, released: 0, own: 0, refused: 0 };
    for (const night of await this.store.coming(tx, lineId, of.personId)) {
      const isOwn = night.source !== null && night.source !== 'series';
      const isHeld = night.status !== null && holds.includes(night.status);
      if (isOwn) counts.own += 1;
      if (isOwn || (of.answer === 'no' && !isHeld)) continue;
      const { status, refused } = await this.seats.change(tx, { eventId: night.id, groupId: night.group_id }, of);
      if (refused) counts.refused += 1;
      else if (of.answer === 'no') counts.released += 1;
      else if (status === 'going' || status === 'maybe' || status === 'waitlisted') counts[status] += 1;
    }
    return counts;
  }
}

function seatsFor(event: EventRow, companions: number): number {
  if (companions < 0 || companions > event.companions_max)
    throw new BadInput(
      'companions',
      event.companions_max === 0
        ? 'This event takes no companions.'
        : say`You can bring ${event.companions_max} at most.`,
    );
  return companions + 1;
}
