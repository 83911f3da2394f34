import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventsStore, whenText } from '../events/index.ts';
import { GroupsStore } from '../groups/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { hostWords } from './host-words.ts';
import { Post } from './post.service.ts';

/** Mails to hosts: asked, accepted, and a picture that somebody wants down. */
@Injectable()
export class HostMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('HostInvited', (tx, happening) => this.invited(tx, happening));
    handlers.on('HostAccepted', (tx, happening) => this.accepted(tx, happening));
    handlers.on('PhotoHidden', (tx, happening) => this.hidden(tx, happening));
  }

  private async invited(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const inviter = await name(tx, 'person', payload['byId']);
    if (!event || !inviter) return;
    const asked = payload['groupId'] ? String(payload['groupId']) : null;
    const group = asked ? await name(tx, 'folk_group', asked) : null;
    const to = asked
      ? await this.groups.dutyHolders(tx, asked, ['organiser', 'steward'])
      : [String(payload['personId'])];
    await this.post.toAll(tx, to, { kind: 'host-invited', key: id, groupId }, (_, { locale }) => {
      const words = hostWords(locale);
      return {
        subject: words.invitedSubject(event.title),
        lines: [words.invitedLine(inviter, event.title, whenText(event, locale), group)],
        button: { label: words.invitedButton, path: `/e/${event.id}` },
      };
    });
  }

  private async accepted(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const who = payload['groupId']
      ? await name(tx, 'folk_group', payload['groupId'])
      : await name(tx, 'person', payload['personId']);
    if (!event || !who) return;
    const to = [String(payload['invitedBy'])];
    await this.post.toAll(tx, to, { kind: 'host-accepted', key: id, groupId }, (_, { locale }) => {
      const words = hostWords(locale);
      return {
        subject: words.acceptedSubject(event.title),
        lines: [words.acceptedLine(who, event.title)],
        button: { label: words.toEvent, path: `/e/${event.id}` },
      };
    });
  }

  private async hidden(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const to = await this.events.hosts(tx, event.id);
    await this.post.toAll(tx, to, { kind: 'photo-hidden', key: id, groupId }, (_, { locale }) => {
      const words = hostWords(locale);
      return {
        subject: words.hiddenSubject(event.title),
        lines: [words.hiddenLine(event.title, String(payload['why'] ?? ''))],
        button: { label: words.toEvent, path: `/e/${event.id}` },
      };
    });
  }
}

async function name(tx: EntityManager, table: 'person' | 'folk_group', id: unknown): Promise<string | null> {
  return (await row<{ name: string }>(tx, `SELECT name FROM ${table} WHERE id = $1`, [id]))?.name ?? null;
}
