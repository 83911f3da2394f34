import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventsStore, whenText, type EventRow } from '../events/index.ts';
import { Links } from '../identity/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { mailWords } from './words.ts';

/** Mails about answers to events: to confirm, confirmed, a place. Answers are mailed to guests; whoever is signed in sees them on the page. */
@Injectable()
export class EventMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly links: Links,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('RsvpToConfirm', (tx, happening) => this.toConfirm(tx, happening));
    handlers.on('RsvpAnswered', (tx, happening) => this.answered(tx, happening));
    handlers.on('RsvpPromoted', (tx, happening) => this.promoted(tx, happening));
    handlers.on('PlaceOffered', (tx, happening) => this.promoted(tx, happening));
  }

  private async toConfirm(tx: EntityManager, { payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const locale = String(payload['locale']);
    const words = mailWords(locale);
    const letter = {
      subject: words.confirmSubject(event.title),
      lines: [words.confirmLine(event.title, whenText(event, locale))],
      button: { label: words.confirmButton, path: `/l/rsvp/${String(payload['token'])}` },
    };
    await this.post.send(
      tx,
      { personId: null, email: String(payload['email']), locale },
      {
        kind: 'rsvp-confirm',
        key: String(payload['pendingId']),
        group: await this.post.groupName(tx, groupId),
        letter,
      },
    );
  }

  private async answered(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const personId = String(payload['personId']);
    const person = await row<{ signs_in: boolean }>(tx, 'SELECT signs_in FROM person WHERE id = $1', [personId]);
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event || person?.signs_in) return;
    const status = String(payload['status']);
    const kind = status === 'going' || status === 'waitlisted' ? status : 'other';
    await this.post.toAll(tx, [personId], { kind: 'rsvp-answered', key: id, groupId }, async (words, to) => ({
      subject: words.rsvpSubject[kind](event.title),
      lines: [words.rsvpLine[kind](event.title, whenText(event, to.locale))],
      more: [
        { label: words.change, path: `/l/answer/${await this.manage(tx, personId, event)}` },
        { label: words.page, path: `/e/${event.id}` },
      ],
      invitation: { event, status },
    }));
  }

  private async promoted(tx: EntityManager, { id, kind, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const personId = String(payload['personId']);
    await this.post.toAll(tx, [personId], { kind: 'rsvp-promoted', key: id, groupId }, async (words, to) => ({
      subject: words.promotedSubject(event.title),
      lines: [
        (kind === 'PlaceOffered' ? words.offeredLine : words.promotedLine)(event.title, whenText(event, to.locale)),
      ],
      button: { label: words.change, path: `/l/answer/${await this.manage(tx, personId, event)}` },
      more: [{ label: words.page, path: `/e/${event.id}` }],
      invitation: { event, status: kind === 'PlaceOffered' ? 'offered' : 'going' },
    }));
  }

  private manage(tx: EntityManager, personId: string, event: EventRow): Promise<string> {
    return this.links.make(tx, {
      purpose: 'rsvp',
      personId,
      objectId: event.id,
      expiresAt: new Date(event.start_at.getTime() + 7 * 86_400_000),
    });
  }
}
