import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../platform/graphql/connection.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { type GroupStanding, Standings } from '../platform/policy/standings.ts';
import { type EventCard, type EventRights, EventView } from './events.graphql.ts';
import { answerSubject } from './rsvps/answer-subject.ts';
import { outlookOf } from './rsvps/outlook.ts';
import { EventsStore, type PageRow } from './events.store.ts';

const YEAR_MS = 366 * 86_400_000;

export interface Window {
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
}

/** Reads for pages: the event in two statements, lists by keyset. */
@Injectable()
export class EventPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly doors: GroupDoors,
    private readonly store: EventsStore,
  ) {}

  async event(actor: Actor, id: string, known: GroupStanding | null = null): Promise<EventView | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    return page ? { ...page, outlook: outlookOf(actor, page), can: await this.rights(actor, page, known) } : null;
  }

  /** As `event`, for an event the actor has just acted on; `known` is where they stood a moment ago. */
  async seen(actor: Actor, id: string, known: GroupStanding | null = null): Promise<EventView> {
    const event = await this.event(actor, id, known);
    if (!event) throw new NotFound();
    // A union's member is found by its class.
    return Object.assign(new EventView(), event);
  }

  async ofGroup(actor: Actor, of: Window & { handle: string }): Promise<Connection<EventCard>> {
    const first = readFirst(of.first);
    const [door, cards] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.store.ofGroup(this.database.reads, actor, {
        handle: of.handle,
        from: of.from ?? new Date(),
        to: of.to ?? new Date(Date.now() + YEAR_MS),
        first,
        after: readCursor(of.after),
      }),
    ]);
    if (!door) throw new NotFound();
    return connection(cards, first);
  }

  async coming(actor: Actor, of: Window): Promise<Connection<EventCard>> {
    const first = readFirst(of.first);
    const cards = await this.store.coming(this.database.reads, actor, {
      from: of.from ?? new Date(),
      to: of.to ?? new Date(Date.now() + YEAR_MS),
      first,
      after: readCursor(of.after),
    });
    return connection(cards, first);
  }

  private async standingIn(
    groupId: string,
    { personId }: Actor,
    known: GroupStanding | null,
  ): Promise<GroupStanding | null> {
    if (known?.groupId === groupId) return known;
    return personId ? this.standings.of(this.database.reads, groupId, personId) : null;
  }

  private async rights(actor: Actor, page: PageRow, known: GroupStanding | null): Promise<EventRights> {
    const isOver = new Date(page.endAt) <= new Date(page.nowAt);
    const isOn = page.status === 'scheduled' && !isOver;
    const isOff = page.status === 'cancelled' || page.status === 'postponed';
    const standing = await this.standingIn(page.groupId, actor, known);
    const own = page.host;
    const subject = answerSubject({
      groupId: page.groupId,
      visibility: page.visibility,
      groupVisibility: page.group.visibility,
      guests: page.guestRsvp,
      named: page.host || page.asked,
    });
    const takes = isOn && page.rules.joinMode !== 'external' && page.rules.joinMode !== 'none';
    return {
      update: page.status !== 'cancelled' && this.policy.allows(actor, 'event.update', { own }, standing),
      restore: isOff && !isOver && this.policy.allows(actor, 'event.cancel', { own }, standing),
      cancel: page.status !== 'cancelled' && this.policy.allows(actor, 'event.cancel', { own }, standing),
      respond: takes && actor.personId !== null && this.policy.allows(actor, 'rsvp.set', subject, standing),
      respondAsGuest: takes && actor.personId === null && this.policy.allows(actor, 'rsvp.set', subject, standing),
      comment: this.policy.allows(actor, 'comment.create', { case: 'member-parent' }, standing),
      seeAttendees: page.seesAttendees,
      manageAnswers: this.policy.allows(actor, 'rsvp.manage', { own }, standing),
    };
  }
}

function connection(cards: readonly EventCard[], first: number): Connection<EventCard> {
  return toConnection(cards, first, (card) => cursorOf(card.startAt, card.id));
}
