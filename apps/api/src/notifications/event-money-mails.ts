import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventsStore, pagePath } from '../events/index.ts';
import { GroupsStore } from '../groups/index.ts';
import { EventMoneyClock } from '../money/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { eventMoneyWords } from './event-money-words.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';
import { amountIn, dayIn } from './said.ts';

interface Sum {
  minor: string;
  currency: string;
}
type Words = ReturnType<typeof eventMoneyWords>;

/** Mails about the money of events, to those who host it and the treasurers: it will not suffice, something is left, that is free again. */
@Injectable()
export class EventMoneyMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly groups: GroupsStore,
    private readonly clock: EventMoneyClock,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('EventOverrun', (tx, happening) => this.overrun(tx, happening));
    handlers.on('EventLeftoversTold', (tx, happening) => this.left(tx, happening));
    handlers.on('EventLeftoversReleased', (tx, happening) => this.free(tx, happening));
  }

  private async overrun(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const figures = await this.clock.forecast(tx, eventOf(happening));
    if (!figures || figures.over <= 0n) return;
    const { currency, going } = figures;
    await this.write(tx, happening, 'over', (words, title, text) => ({
      subject: words.overSubject(title),
      lines: [
        words.overLine(
          title,
          going,
          text([{ minor: figures.total.toString(), currency }]),
          text([{ minor: figures.over.toString(), currency }]),
        ),
      ],
    }));
  }

  private async left(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const told = await row<{ release_on: string | null }>(
      tx,
      'SELECT release_on::text AS release_on FROM event_leftover WHERE event_id = $1',
      [eventOf(happening)],
    );
    const sums = await rows<Sum>(
      tx,
      `SELECT sum(l.planned - l.spent)::text AS minor, a.currency FROM budget_line l JOIN ledger_account a ON a.id = l.account_id JOIN fund f ON f.account_id = l.account_id
       WHERE $1 IN (l.event_id, f.event_id) AND l.closed_at IS NULL AND NOT l.reserved AND l.valid_until IS NULL GROUP BY a.currency ORDER BY a.currency`,
      [eventOf(happening)],
    );
    if (!told || sums.length === 0) return;
    await this.write(tx, happening, 'left', (words, title, text, locale) => ({
      subject: words.leftSubject(title),
      lines: [
        words.leftLine(title, text(sums)),
        told.release_on === null ? words.leftAsk : words.leftRelease(dayIn(told.release_on, locale)),
      ],
    }));
  }

  private async free(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const sums = await rows<Sum>(
      tx,
      `SELECT sum(l.planned - l.spent)::text AS minor, a.currency FROM budget_line l JOIN ledger_account a ON a.id = l.account_id WHERE l.id = ANY($1) GROUP BY a.currency ORDER BY a.currency`,
      [happening.payload['lines']],
    );
    await this.write(tx, happening, 'free', (words, title, text) => ({
      subject: words.freeSubject(title),
      lines: [words.freeLine(title, text(sums))],
    }));
  }

  private async write(
    tx: EntityManager,
    happening: StoredHappening,
    what: string,
    letter: (words: Words, title: string, text: (sums: readonly Sum[]) => string, locale: string) => Letter,
  ): Promise<void> {
    const { id, groupId } = happening;
    const event = await this.events.find(tx, eventOf(happening));
    if (!event || !groupId) return;
    const [hosts, treasurers] = [
      await this.events.hosts(tx, event.id),
      await this.groups.dutyHolders(tx, groupId, ['treasurer']),
    ];
    const to = [...new Set([...hosts, ...treasurers])];
    await this.post.toAll(tx, to, { kind: `event-money-${what}`, key: id, groupId }, (_, { locale }: Recipient) => {
      const words = eventMoneyWords(locale);
      const text = (sums: readonly Sum[]): string =>
        sums.map(({ minor, currency }) => amountIn(minor, currency, locale)).join(' + ');
      const button = { label: words.look, path: `${pagePath(event)}/money` };
      return { ...letter(words, event.title, text, locale), button };
    });
  }
}

const eventOf = ({ payload }: StoredHappening): string => String(payload['eventId']);
