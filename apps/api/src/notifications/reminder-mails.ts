import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ReminderRule } from '#libs/calendar';
import { wallAt } from '#libs/zone';
import { EventsStore, type EventRow, pagePath, placeText, whenText } from '../events/index.ts';
import { Links } from '../identity/index.ts';
import { Clock } from '../platform/clock.ts';
import { rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { eventMailWords } from './event-words.ts';
import { MailChoices } from './mail-choices.service.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';
import { mailWords } from './words.ts';

const DAY_MS = 86_400_000;

/** Reminders by mail. What was true when the reminder became due is looked at again before it is written. */
@Injectable()
export class ReminderMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly links: Links,
    private readonly choices: MailChoices,
    private readonly clock: Clock,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('ReminderDue', (tx, happening) => this.due(tx, happening));
  }

  private async due(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const rule = payload['rule'] as ReminderRule;
    const now = await this.clock.now(tx);
    if (!event || event.status !== 'scheduled' || event.start_at.toISOString() !== payload['startAt']) return;
    if (rule !== 'after' && now >= event.start_at) return;
    const going = await rows<{ person_id: string }>(
      tx,
      `SELECT person_id FROM rsvp WHERE event_id = $1 AND status = 'going' AND person_id = ANY($2) ORDER BY id`,
      [event.id, payload['personIds']],
    );
    const wanting = await this.choices.wanting(
      tx,
      rule,
      going.map((one) => one.person_id),
    );
    const isToday = wallAt(now.getTime(), event.zone).slice(0, 10) >= event.start_local.slice(0, 10);
    await this.post.toAll(tx, wanting, { kind: `reminder-${rule}`, key: id, groupId }, (_, to) =>
      rule === 'after' ? this.question(tx, event, to) : this.reminder(tx, event, to, isToday ? 'today' : 'tomorrow'),
    );
  }

  private async reminder(
    tx: EntityManager,
    event: EventRow,
    to: Recipient,
    day: 'today' | 'tomorrow',
  ): Promise<Letter> {
    const { reminder: words } = eventMailWords(to.locale);
    const seers = await this.events.seers(tx, event.id, [to.personId]);
    const place = placeText(event, seers.has(to.personId));
    const token = await this.link(tx, 'rsvp', event, to);
    return {
      subject: words.subject[day](event.title),
      lines: [words.line[day](event.title, whenText(event, to.locale)), ...(place ? [words.place(place)] : [])],
      button: { label: mailWords(to.locale).page, path: pagePath(event) },
      more: [{ label: words.cannot, path: `/l/answer/${token}` }],
      unsubscribe: 'reminders',
    };
  }

  private async question(tx: EntityManager, event: EventRow, to: Recipient): Promise<Letter> {
    const { reminder: words } = eventMailWords(to.locale);
    return {
      subject: words.subject.after(event.title),
      lines: [words.line.after(event.title)],
      button: { label: words.answer, path: `/l/afterwards/${await this.link(tx, 'afterwards', event, to)}` },
      unsubscribe: 'reminders',
    };
  }

  private link(tx: EntityManager, purpose: string, event: EventRow, to: Recipient): Promise<string> {
    const expiresAt = new Date(event.end_at.getTime() + (purpose === 'rsvp' ? 0 : 30 * DAY_MS));
    return this.links.make(tx, { purpose, personId: to.personId, objectId: event.id, expiresAt });
  }
}
