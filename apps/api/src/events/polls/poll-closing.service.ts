import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { checkedFields } from '../event-fields.ts';
import { EventsService } from '../events.service.ts';
import { Seats } from '../rsvps/seats.store.ts';
import { PollRecords } from './poll-records.service.ts';
import type { OptionRow, PollRow } from './polls.store.ts';

const asRsvp = { yes: 'going', maybe: 'maybe', no: 'no' } as const;

/** The one act that ends a date poll: the event, everybody's answer to it and what they are told, in one transaction. */
@Injectable()
export class PollClosing {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly events: EventsService,
    private readonly seats: Seats,
    private readonly side: PollRecords,
  ) {}

  /** Makes the event of a candidate and returns its id. A poll that is closed already is CONFLICT; nobody is seated twice. */
  async close(actor: Actor, pollId: string, optionId: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const poll = await this.side.held(tx, actor, pollId);
      const option = (await this.side.store.options(tx, poll.id)).find(({ id }) => id === optionId);
      if (!option) throw new BadInput('optionId', 'This date is not of this poll. Load the page again.');
      if (option.start_at <= (await this.clock.now(tx)))
        throw new BadInput('optionId', 'This date has passed. Choose one that is still to come.');
      const eventId = await this.makeEvent(tx, actor, poll, option);
      await this.seat(tx, poll, { eventId, optionId });
      await this.side.closed(tx, actor, poll, { eventId, optionId });
      return eventId;
    });
  }

  /** Takes a poll back: no date, no event. */
  async withdraw(actor: Actor, pollId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const poll = await this.side.held(tx, actor, pollId);
      await this.side.withdrawn(tx, actor, poll);
    });
  }

  private async makeEvent(tx: EntityManager, actor: Actor, poll: PollRow, option: OptionRow): Promise<string> {
    const standing = await this.policy.requireInGroup(tx, actor, 'datePoll.close', {
      groupId: poll.group_id,
      own: poll.author_id === actor.personId,
    });
    const input = {
      title: poll.title,
      body: poll.body,
      startLocal: option.start_local,
      endLocal: option.end_local,
      zone: option.zone,
      allDay: option.all_day,
      placeName: option.place_name || poll.place_name,
      placeAddress: option.place_name ? '' : poll.place_address,
      visibility: poll.visibility,
      capacity: poll.capacity,
      guestRsvp: poll.guests,
    };
    return this.events.insert(tx, actor, {
      groupId: poll.group_id,
      fields: checkedFields(input, standing.visibility === 'open'),
      input,
      status: 'scheduled',
      silent: true,
      authorId: poll.author_id,
      calendar: { uid: option.ical_uid, sequence: option.sequence + 1 },
    });
  }

  private async seat(tx: EntityManager, poll: PollRow, of: { eventId: string; optionId: string }): Promise<void> {
    for (const { person_id, answers } of await this.side.store.sheets(tx, poll)) {
      const said = answers[of.optionId];
      if (!said) continue;
      await this.seats.change(tx, of.eventId, {
        kind: 'answer',
        rsvpId: newId(),
        personId: person_id,
        answer: asRsvp[said],
        seats: 1,
        source: 'poll',
      });
    }
    for (const personId of await this.side.store.unanswered(tx, poll, of.eventId))
      await this.seats.change(tx, of.eventId, { kind: 'invite', rsvpId: newId(), personId });
  }
}
