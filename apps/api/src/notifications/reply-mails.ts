import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventsStore, pagePath, whenText } from '../events/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { eventMailWords } from './event-words.ts';
import { Post } from './post.service.ts';

/** Mails that follow an answer by mail: it could not be taken as it stood, or it has words for the host. */
@Injectable()
export class ReplyMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('ReplyNotTaken', (tx, happening) => this.notTaken(tx, happening));
    handlers.on('AttendeeWrote', (tx, happening) => this.wrote(tx, happening));
  }

  private async notTaken(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const person = await row<{ signs_in: boolean }>(tx, 'SELECT signs_in FROM person WHERE id = $1', [
      payload['personId'],
    ]);
    // A guest is told of every answer, the waitlist too.
    if (!event || (payload['result'] === 'waitlisted' && !person?.signs_in)) return;
    const isWaiting = payload['result'] === 'waitlisted';
    const position = Number(payload['position'] ?? 0);
    await this.post.toSome(tx, [String(payload['personId'])], { kind: 'reply-not-taken', key: id, groupId }, (to) => {
      const { reply: words } = eventMailWords(to.locale);
      const when = whenText(event, to.locale);
      return {
        subject: words.subject(event.title),
        lines: [isWaiting ? words.waitlisted(event.title, when, position) : words.refused(event.title, when)],
        button: { label: words.button, path: pagePath(event) },
      };
    });
  }

  private async wrote(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const person = await row<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [payload['personId']]);
    if (!event || !person) return;
    const text = String(payload['text']);
    await this.post.toSome(tx, [event.author_id], { kind: 'attendee-wrote', key: id, groupId }, (to) => {
      const { reply: words } = eventMailWords(to.locale);
      const intro = payload['proposes'] === true ? words.proposes : words.wrote;
      return {
        subject: words.wroteSubject(person.name, event.title),
        lines: [intro(person.name, event.title), ...(text ? text.split(/\n{2,}/) : []), words.answerThem],
        button: { label: words.button, path: pagePath(event) },
      };
    });
  }
}
