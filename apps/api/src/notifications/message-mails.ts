import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { pagePath } from '../events/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { eventMailWords } from './event-words.ts';
import { Invitations } from './invitations.service.ts';
import { Post } from './post.service.ts';

interface StoredMessage {
  id: string;
  text: string;
  event_id: string;
  visibility: string;
  link_key: string | null;
  title: string;
  host: string;
}

/** Mails what hosts wrote, word for word, with how it can be answered. */
@Injectable()
export class MessageMails {
  constructor(
    private readonly post: Post,
    private readonly invitations: Invitations,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('HostsWrote', (tx, happening) => this.wrote(tx, happening));
  }

  private async wrote(tx: EntityManager, { payload, groupId }: StoredHappening): Promise<void> {
    const message = await row<StoredMessage>(
      tx,
      'SELECT m.id, m.text, m.event_id, e.visibility, e.link_key, e.title, p.name AS host FROM event_message m JOIN event e ON e.id = m.event_id JOIN person p ON p.id = m.author_id WHERE m.id = $1',
      [payload['messageId']],
    );
    if (!message) return;
    const { title, host, text } = message;
    const people = payload['personIds'] as string[];
    await this.post.toSome(tx, people, { kind: 'event-message', key: message.id, groupId }, async (to) => {
      const replyTo = await this.invitations.replyAddress(tx, message.event_id, to.personId);
      const { message: words } = eventMailWords(to.locale);
      return {
        subject: words.subject(title, host),
        lines: [
          words.intro(host, title),
          ...text.split(/\n{2,}/),
          (replyTo ? words.replyByMail : words.replyOnPage)(host),
        ],
        button: { label: words.button, path: pagePath({ ...message, id: message.event_id }) },
        unsubscribe: 'hosts',
        replyTo,
      };
    });
  }
}
