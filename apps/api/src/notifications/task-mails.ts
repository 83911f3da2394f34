import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventsStore, TasksStore, whenText, type EventRow } from '../events/index.ts';
import { Links } from '../identity/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { quantityText, taskMailWords } from './task-words.ts';

interface Amount {
  readonly title: string;
  readonly quantity: number;
  readonly unit: string;
}

/** Mails about tasks: to hosts what is open again and what still is, to people what is asked of them. */
@Injectable()
export class TaskMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly tasks: TasksStore,
    private readonly links: Links,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('TasksHandedBack', (tx, happening) => this.handedBack(tx, happening));
    handlers.on('TaskRemoved', (tx, happening) => this.removed(tx, happening));
    handlers.on('TaskOffered', (tx, happening) => this.offered(tx, happening));
    handlers.on('TaskOfferAnswered', (tx, happening) => this.offerAnswered(tx, happening));
    handlers.on('TasksOpen', (tx, happening) => this.open(tx, happening));
  }

  /** To the hosts, and to whoever had it where a host took it from them; never to the one who did it. */
  private async handedBack(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const { personId, byId, why } = payload as { personId: string; byId: string | null; why: string };
    const name = await this.nameOf(tx, personId);
    const what = (payload['tasks'] as Amount[]).map(quantityText).join(', ');
    const hosts = (await this.events.hosts(tx, event.id)).filter((host) => host !== byId && host !== personId);
    await this.post.toAll(tx, hosts, { kind: 'tasks-back', key: id, groupId }, (_, to) => {
      const words = taskMailWords(to.locale);
      return {
        subject: words.backSubject(event.title),
        lines: [
          words.backLine[why === 'withdrew' ? 'withdrew' : why === 'left' ? 'left' : 'notComing'](
            name,
            what,
            event.title,
          ),
        ],
        button: { label: words.look, path: `/e/${event.id}` },
      };
    });
    if (byId === null || byId === personId) return;
    await this.post.toAll(tx, [personId], { kind: 'task-released', key: id, groupId }, (_, to) => {
      const words = taskMailWords(to.locale);
      return {
        subject: words.freedSubject(what),
        lines: [words.freedLine(what, event.title, whenText(event, to.locale))],
      };
    });
  }

  private async removed(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const title = String(payload['title']);
    await this.post.toAll(tx, payload['personIds'] as string[], { kind: 'task-removed', key: id, groupId }, (_, to) => {
      const words = taskMailWords(to.locale);
      return {
        subject: words.removedSubject(title),
        lines: [words.removedLine(title, event.title, whenText(event, to.locale))],
      };
    });
  }

  private async offered(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const task = await this.tasks.find(tx, String(payload['taskId']));
    if (!event || !task) return;
    const toId = String(payload['toId']);
    const name = await this.nameOf(tx, String(payload['fromId']));
    const link = `/l/tasks/${await this.link(tx, toId, event)}`;
    await this.post.toAll(tx, [toId], { kind: 'task-offered', key: id, groupId }, (_, to) => {
      const words = taskMailWords(to.locale);
      return {
        subject: words.offeredSubject(name, task.title),
        lines: [words.offeredLine(name, task.title, event.title, whenText(event, to.locale))],
        button: { label: words.answer, path: link },
      };
    });
  }

  private async offerAnswered(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const name = await this.nameOf(tx, String(payload['toId']));
    const answer = payload['accepted'] === true ? 'yes' : 'no';
    const title = String(payload['title']);
    await this.post.toAll(tx, [String(payload['fromId'])], { kind: 'task-answered', key: id, groupId }, (_, to) => {
      const words = taskMailWords(to.locale);
      return {
        subject: words.takenOverSubject[answer](name, title),
        lines: [words.takenOverLine[answer](name, title, event.title)],
        button: { label: words.look, path: `/e/${event.id}` },
      };
    });
  }

  /** Three days before: what nobody has taken. */
  private async open(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event || event.status !== 'scheduled') return;
    const open = await this.tasks.open(tx, event.id);
    if (open.length === 0) return;
    await this.post.toAll(
      tx,
      await this.events.hosts(tx, event.id),
      { kind: 'tasks-open', key: id, groupId },
      (_, to) => {
        const words = taskMailWords(to.locale);
        return {
          subject: words.openSubject(event.title),
          lines: [
            words.openLine(event.title, whenText(event, to.locale)),
            ...open.map(({ title, missing, wanted, unit }) => words.openTask(title, missing, wanted, unit)),
          ],
          button: { label: words.look, path: `/e/${event.id}` },
        };
      },
    );
  }

  private async nameOf(tx: EntityManager, personId: string): Promise<string> {
    return (await row<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [personId]))?.name ?? '';
  }

  private link(tx: EntityManager, personId: string, event: EventRow): Promise<string> {
    return this.links.make(tx, {
      purpose: 'rsvp',
      personId,
      objectId: event.id,
      expiresAt: new Date(event.start_at.getTime() + 7 * 86_400_000),
    });
  }
}
