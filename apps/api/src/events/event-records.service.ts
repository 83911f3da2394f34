import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput } from '../platform/graphql/errors.ts';
import { Files } from '../platform/files/files.service.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import type { EventFieldsInput } from './events.graphql.ts';
import type { EventRow } from './events.store.ts';
import { ChangeNotices } from './reminders/change-notices.service.ts';
import { checkedQuestions } from './rsvps/answer-rules.ts';
import { putQuestions } from './rsvps/questions.store.ts';
import { Seats } from './rsvps/seats.store.ts';
import { SeriesStore } from './series/series.store.ts';
import { say } from '../platform/words/words.ts';

/** What a change of an event leaves behind: log, outbox, calendar version, cover, seats. */
@Injectable()
export class EventRecords {
  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly files: Files,
    private readonly seats: Seats,
    private readonly series: SeriesStore,
    private readonly notices: ChangeNotices,
  ) {}

  async made(
    tx: EntityManager,
    actor: Actor,
    of: { id: string; groupId: string; published: boolean; silent: boolean },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'event.created',
      actorId: actor.personId,
      facts: { event: of.id },
    });
    const kind = of.published && !of.silent ? 'EventPublished' : 'EventChanged';
    await this.outbox.announce(tx, {
      kind,
      groupId: of.groupId,
      payload: { eventId: of.id, byId: actor.personId },
      topics: [`group:${of.groupId}`],
    });
    await this.bump(tx, of.groupId);
  }

  async changed(
    tx: EntityManager,
    actor: Actor,
    of: { id: string; groupId: string; type: string; happening: string; payload: Record<string, unknown> },
  ): Promise<void> {
    await this.log.append(tx, { chainId: of.groupId, type: of.type, actorId: actor.personId, facts: { event: of.id } });
    await this.outbox.announce(tx, {
      kind: of.happening,
      groupId: of.groupId,
      payload: { eventId: of.id, byId: actor.personId, ...of.payload },
      topics: [`group:${of.groupId}`, `event:${of.id}`],
    });
    await this.bump(tx, of.groupId, of.id);
  }

  /** Calls an event off with the reason that its people read; a draft is called off without telling anybody. */
  calledOff(tx: EntityManager, actor: Actor, event: EventRow, reason: string): Promise<void> {
    const happening = event.status === 'draft' ? 'EventChanged' : 'EventCancelled';
    return this.takenAway(tx, actor, event, { status: 'cancelled', happening, reason });
  }

  /** Takes the date of an event away: a new one is to follow, answers and places stay as they are. */
  postponed(tx: EntityManager, actor: Actor, event: EventRow, reason: string): Promise<void> {
    return this.takenAway(tx, actor, event, { status: 'postponed', happening: 'EventChanged', reason });
  }

  private async takenAway(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    { status, happening, reason }: { status: 'cancelled' | 'postponed'; happening: string; reason: string },
  ): Promise<void> {
    await rows(
      tx,
      `UPDATE event SET status = $3, reason = $2, sequence = sequence + 1, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [event.id, reason, status],
    );
    await this.changed(tx, actor, {
      id: event.id,
      groupId: event.group_id,
      type: `event.${status}`,
      happening,
      payload: { reason },
    });
    await this.tell(tx, actor, event);
  }

  /** A cancelled or postponed event takes place after all, with the answers as they were. */
  async onAgain(tx: EntityManager, actor: Actor, event: EventRow): Promise<void> {
    await rows(
      tx,
      `UPDATE event SET status = 'scheduled', reason = NULL, sequence = sequence + 1, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [event.id],
    );
    await this.sweep(tx, event);
    await this.changed(tx, actor, {
      id: event.id,
      groupId: event.group_id,
      type: 'event.restored',
      happening: 'EventRestored',
      payload: {},
    });
    await this.tell(tx, actor, event);
  }

  /** Publishes a draft as it stands; a night of a series takes its series with it. */
  async published(tx: EntityManager, actor: Actor, event: EventRow): Promise<void> {
    await rows(
      tx,
      `UPDATE event SET status = 'scheduled', publish_at = NULL, sequence = sequence + 1, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [event.id],
    );
    await this.night(tx, event, true);
    await this.changed(tx, actor, {
      id: event.id,
      groupId: event.group_id,
      type: 'event.published',
      happening: 'EventPublished',
      // A series is told of once, by the night that took it along.
      payload: event.series_id ? { seriesId: event.series_id } : {},
    });
  }

  /** The picture of an event that a new one is begun from, as a file of its own: each event keeps its picture when another loses it. */
  copiedCover(tx: EntityManager, actor: Actor, of: { id: string; groupId: string }): Promise<string> {
    return this.files.copy(tx, actor, of);
  }

  /** A new cover, kept beside the stored id; null keeps the poster. */
  async cover(
    tx: EntityManager,
    actor: Actor,
    of: { eventId: string; groupId: string; coverId: string | null },
  ): Promise<void> {
    const had = await row<{ cover_id: string | null }>(tx, 'SELECT cover_id FROM event WHERE id = $1', [of.eventId]);
    if (had?.cover_id === of.coverId) return;
    if (of.coverId)
      await this.files.attach(tx, actor, [of.coverId], { kind: 'event', id: of.eventId, groupId: of.groupId });
    await rows(tx, 'UPDATE event SET cover_id = $2 WHERE id = $1', [of.eventId, of.coverId]);
  }

  /** What hosts ask; absent leaves the questions that stand. */
  async questions(tx: EntityManager, eventId: string, input: Partial<EventFieldsInput>): Promise<void> {
    const questions = checkedQuestions(input.rules?.questions);
    if (questions) await putQuestions(tx, eventId, questions);
  }

  /** The number of places as a host has set it; other rules of the queue may have changed too, so whoever fits now is seated. */
  async capacity(tx: EntityManager, event: EventRow, capacity: number | null): Promise<void> {
    const held = await row<{ seats_held: number }>(tx, 'SELECT seats_held FROM event WHERE id = $1', [event.id]);
    const taken = held?.seats_held ?? 0;
    if (capacity !== event.capacity && capacity !== null && capacity < taken)
      throw new BadInput(
        'capacity',
        say`${taken} places are taken already; fewer would turn people away. Set ${taken} or more.`,
      );
    const change =
      capacity === event.capacity ? ({ kind: 'sweep' } as const) : ({ kind: 'capacity', capacity } as const);
    const outcome = await this.seats.change(tx, event.id, change);
    await this.seated(tx, { eventId: event.id, groupId: event.group_id, seated: outcome.seated });
  }

  /** Notes what a night of a series has of its own after a change of it alone; one that was published takes its series with it. */
  async night(tx: EntityManager, event: EventRow, publish: boolean): Promise<void> {
    if (!event.series_id) return;
    await this.series.noteOverrides(tx, event.id);
    if (publish) await this.series.publish(tx, event.series_id);
  }

  /** Lets those who come know what is other than before; as `ChangeNotices` says. */
  tell(tx: EntityManager, actor: Actor, before: EventRow): Promise<void> {
    return this.notices.note(tx, actor, before);
  }

  /** Gives what has become free while nothing moved to who waits. */
  async sweep(tx: EntityManager, event: EventRow): Promise<void> {
    const { seated } = await this.seats.change(tx, event.id, { kind: 'sweep' });
    await this.seated(tx, { eventId: event.id, groupId: event.group_id, seated });
  }

  /** Each promotion is one happening, told once. */
  async seated(
    tx: EntityManager,
    of: { eventId: string; groupId: string; seated: readonly { id: string; personId: string; status: string }[] },
  ): Promise<void> {
    for (const { id, personId, status } of of.seated) {
      const queued = await row<{ answered_at: Date }>(tx, 'SELECT answered_at FROM rsvp WHERE id = $1', [id]);
      await this.outbox.announce(tx, {
        kind: status === 'offered' ? 'PlaceOffered' : 'RsvpPromoted',
        groupId: of.groupId,
        payload: { eventId: of.eventId, personId },
        topics: [`event:${of.eventId}`, `person:${personId}`],
        key: `promoted:${id}:${queued?.answered_at.getTime()}`,
      });
    }
  }

  /** Says that what the group's feed shows has changed. Always the last statement: a later commit with an earlier stamp would be missed. */
  async bump(tx: EntityManager, groupId: string, eventId: string | null = null): Promise<void> {
    await rows(
      tx,
      `INSERT INTO calendar_version (group_id) SELECT x.id FROM (SELECT $1::uuid AS id UNION SELECT h.group_id FROM event_host h WHERE h.event_id = $2 AND h.accepted_at IS NOT NULL AND h.group_id IS NOT NULL) x
       ORDER BY x.id ON CONFLICT (group_id) DO UPDATE SET n = calendar_version.n + 1, changed_at = clock_now()`,
      [groupId, eventId],
    );
  }
}
