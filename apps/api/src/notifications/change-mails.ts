import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventsStore, type EventRow, pagePath, placeText, type ToldOf, whenText } from '../events/index.ts';
import { Links } from '../identity/index.ts';
import { Clock } from '../platform/clock.ts';
import { rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { eventMailWords } from './event-words.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';
import { mailWords } from './words.ts';

interface Change {
  readonly event: EventRow;
  /** As those who come knew it. */
  readonly before: ToldOf;
  readonly answer: { readonly status: string; readonly stale: boolean };
  readonly seesPlace: boolean;
}

/** Tells those who come what changed of an event: the difference between what they knew and what is so now. */
@Injectable()
export class ChangeMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('EventChangesDue', (tx, happening) => this.due(tx, happening));
  }

  private async due(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const before = payload['before'] as ToldOf;
    if (!event || event.end_at <= (await this.clock.now(tx))) return;
    const answers = await rows<{ person_id: string; status: string; stale: boolean }>(
      tx,
      `SELECT person_id, status, answered_for < $2 AS stale FROM rsvp WHERE event_id = $1 AND status IN ('going', 'maybe', 'waitlisted', 'offered') AND person_id IS DISTINCT FROM $3`,
      [event.id, event.schedule_seq, payload['byId']],
    );
    const kind = event.status === 'cancelled' ? 'event-cancelled' : 'event-changed';
    const answerOf = new Map(answers.map((one) => [one.person_id, one]));
    const seers = await this.events.seers(tx, event.id, [...answerOf.keys()]);
    await this.post.toSome(tx, [...answerOf.keys()], { kind, key: id, groupId }, (to) => {
      const seesPlace = seers.has(to.personId);
      return this.letter(tx, to, { event, before, answer: answerOf.get(to.personId)!, seesPlace });
    });
  }

  private async letter(tx: EntityManager, to: Recipient, change: Change): Promise<Letter | null> {
    const { event, before, answer } = change;
    if (event.status === 'cancelled') return before.status === 'cancelled' ? null : this.cancelled(to, change);
    if (event.status === 'postponed' && before.status !== 'postponed') return this.postponed(to, change);
    const { change: words } = eventMailWords(to.locale);
    const isBack = before.status !== event.status;
    const isMoved = when(event, to.locale) !== when(before, to.locale);
    const told = differences(change, to.locale);
    if (told.length === 0 && !isBack) return null;
    const lines = event.reason && isMoved ? [event.reason, ...told] : told;
    const asks = isMoved && answer.stale && answer.status !== 'waitlisted';
    const token = await this.links.make(tx, {
      purpose: 'rsvp',
      personId: to.personId,
      objectId: event.id,
      expiresAt: event.end_at,
    });
    const page = { label: mailWords(to.locale).page, path: pagePath(event) };
    const subject = isBack ? words.backSubject : isMoved ? words.movedSubject : words.subject;
    return {
      subject: subject(event.title),
      lines: [
        isBack ? words.back(event.title, whenText(event, to.locale)) : words.about(before.title),
        ...lines,
        words.holds,
      ],
      button: asks ? { label: words.still, path: `/l/still/${token}` } : page,
      more: asks ? [page] : [{ label: mailWords(to.locale).change, path: `/l/answer/${token}` }],
      invitation: { event, status: answer.status },
    };
  }

  private postponed(to: Recipient, { event, before, answer }: Change): Letter {
    const words = mailWords(to.locale);
    return {
      subject: words.postponedSubject(event.title),
      lines: [words.postponedLine(event.title, whenText(before, to.locale), event.reason ?? '')],
      button: { label: words.page, path: pagePath(event) },
      invitation: { event, status: answer.status },
    };
  }

  private cancelled(to: Recipient, { event, before, answer }: Change): Letter {
    const words = mailWords(to.locale);
    return {
      subject: words.cancelledSubject(event.title),
      lines: [words.cancelledLine(event.title, whenText(before, to.locale), event.reason ?? '')],
      button: { label: words.page, path: pagePath(event) },
      invitation: { event, status: answer.status },
    };
  }
}

const when = (of: ToldOf, locale: string): string => `${whenText(of, locale)} ${of.zone}`;

/** One line for each thing that is other than this person knew it, as far as they may see it. */
function differences({ event, before, seesPlace }: Change, locale: string): string[] {
  const { change: words } = eventMailWords(locale);
  const place = placeText(event, seesPlace);
  const was = placeText(before, seesPlace);
  const zone = event.zone === before.zone ? '' : ` (${event.zone})`;
  return [
    ...(event.title === before.title ? [] : [words.title(event.title)]),
    ...(when(event, locale) === when(before, locale)
      ? []
      : [words.time(`${whenText(event, locale)}${zone}`, whenText(before, locale))]),
    ...(place === was ? [] : [place ? words.place(place) : words.noPlace]),
  ];
}
