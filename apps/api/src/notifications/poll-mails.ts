import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type EventRow,
  EventsStore,
  instantText,
  pagePath,
  PollGuests,
  type PollRow,
  PollsStore,
  whenText,
} from '../events/index.ts';
import { Links } from '../identity/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { pollMailWords } from './poll-words.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';

type Write = (poll: PollRow, happening: StoredHappening, tx: EntityManager) => Promise<void>;

/** Mails about date polls: asked, to confirm, noted, it is time to choose, the date is fixed. */
@Injectable()
export class PollMails {
  constructor(
    private readonly post: Post,
    private readonly polls: PollsStore,
    private readonly guests: PollGuests,
    private readonly events: EventsStore,
    private readonly links: Links,
  ) {}

  register(handlers: HappeningHandlers): void {
    const on = (kind: string, write: Write): void =>
      handlers.on(kind, async (tx, happening) => {
        const poll = await this.polls.find(tx, String(happening.payload['pollId']));
        if (poll) await write(poll, happening, tx);
      });
    on('DatePollOpened', (...of) => this.opened(...of));
    on('DatePollToConfirm', (...of) => this.toConfirm(...of));
    on('DatePollAnswered', (...of) => this.noted(...of));
    on('DatePollDue', (...of) => this.due(...of));
    on('DatePollClosed', (...of) => this.closed(...of));
    on('DatePollWithdrawn', (...of) => this.withdrawn(...of));
  }

  private async opened(poll: PollRow, { id, payload }: StoredHappening, tx: EntityManager): Promise<void> {
    if (poll.status !== 'open') return;
    const author = await row<{ name: string; zone: string }>(
      tx,
      'SELECT p.name, g.zone FROM person p, folk_group g WHERE p.id = $1 AND g.id = $2',
      [poll.author_id, poll.group_id],
    );
    const members = await rows<{ person_id: string }>(
      tx,
      `SELECT m.person_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused')
       WHERE m.group_id = $1 AND m.person_id <> $2 AND NOT EXISTS (SELECT FROM date_answer w WHERE w.poll_id = $3 AND w.person_id = m.person_id)`,
      [poll.group_id, payload['byId'], poll.id],
    );
    const ids = members.map(({ person_id }) => person_id);
    await this.toAll(tx, poll, { ids, kind: 'poll-opened', key: id }, (to, words) => ({
      subject: words.openedSubject(poll.title),
      lines: [words.openedLine(author!.name, poll.title, instantText(poll.closes_at, author!.zone, to.locale))],
      button: { label: words.answerButton, path: `/d/${poll.id}` },
    }));
  }

  private async toConfirm(poll: PollRow, { id, payload }: StoredHappening, tx: EntityManager): Promise<void> {
    const locale = String(payload['locale']);
    const words = pollMailWords(locale);
    const group = await this.post.groupName(tx, poll.group_id);
    const letter = {
      subject: words.confirmSubject(poll.title),
      lines: [words.confirmLine(poll.title)],
      button: { label: words.confirmButton, path: `/l/poll/${String(payload['token'])}` },
    };
    const to = { personId: null, email: String(payload['email']), locale };
    await this.post.send(tx, to, { kind: 'poll-confirm', key: id, group, letter });
  }

  /** Whoever signs in sees their answers on the page; a guest gets the link by which to change them, once. */
  private async noted(poll: PollRow, { payload }: StoredHappening, tx: EntityManager): Promise<void> {
    const personId = String(payload['personId']);
    const person = await row<{ signs_in: boolean }>(tx, 'SELECT signs_in FROM person WHERE id = $1', [personId]);
    if (!person || person.signs_in || poll.status !== 'open') return;
    const key = `${poll.id}:${personId}`;
    await this.toAll(tx, poll, { ids: [personId], kind: 'poll-noted', key }, async (_, words) => ({
      subject: words.notedSubject(poll.title),
      lines: [words.notedLine(poll.title)],
      button: {
        label: words.change,
        path: `/l/dates/${await this.guests.personalLink(tx, poll, personId)}`,
      },
    }));
  }

  private async due(poll: PollRow, { id }: StoredHappening, tx: EntityManager): Promise<void> {
    if (poll.status !== 'open') return;
    const count = (await this.polls.sheets(tx, poll)).length;
    await this.toAll(tx, poll, { ids: [poll.author_id], kind: 'poll-due', key: id }, (_, words) => ({
      subject: words.dueSubject(poll.title),
      lines: [words.dueLine(poll.title, count)],
      button: { label: words.dueButton, path: `/d/${poll.id}` },
    }));
  }

  /** To everybody who was asked and to everybody who answered: what it means for them stands in their mail. */
  private async closed(poll: PollRow, { id, payload }: StoredHappening, tx: EntityManager): Promise<void> {
    const event = poll.event_id ? await this.events.find(tx, poll.event_id) : null;
    if (!event) return;
    const asked = await rows<{ person_id: string; status: string | null }>(
      tx,
      `SELECT x.person_id, r.status FROM (
         SELECT m.person_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused') WHERE m.group_id = $1
         UNION SELECT w.person_id FROM date_answer w WHERE w.poll_id = $2 AND ($3 = 'public' OR is_member($1, w.person_id))) x
       LEFT JOIN rsvp r ON r.event_id = $4 AND r.person_id = x.person_id WHERE x.person_id <> $5 ORDER BY x.person_id`,
      [poll.group_id, poll.id, poll.visibility, event.id, payload['byId']],
    );
    const status = new Map(asked.map((one) => [one.person_id, one.status ?? 'other']));
    await this.toAll(tx, poll, { ids: [...status.keys()], kind: 'poll-closed', key: id }, (to, words) =>
      this.closedLetter(tx, { event, to, status: status.get(to.personId)!, words }),
    );
  }

  private async closedLetter(
    tx: EntityManager,
    of: { event: EventRow; to: Recipient; status: string; words: ReturnType<typeof pollMailWords> },
  ): Promise<Letter> {
    const { event, to, words } = of;
    const known = words.closedAs[of.status] !== undefined && of.status !== 'other';
    return {
      subject: words.closedSubject(event.title),
      lines: [
        words.closedLine(event.title, whenText(event, to.locale)),
        words.closedAs[of.status] ?? words.closedAs['other']!,
      ],
      button: { label: words.toEvent, path: pagePath(event) },
      ...(known
        ? { more: [{ label: words.rsvp, path: `/l/answer/${await this.manageLink(tx, event, to.personId)}` }] }
        : {}),
      invitation: { event, status: of.status },
    };
  }

  private async withdrawn(poll: PollRow, { id, payload }: StoredHappening, tx: EntityManager): Promise<void> {
    const ids = (await this.polls.sheets(tx, poll))
      .map((one) => one.person_id)
      .filter((one) => one !== payload['byId']);
    await this.toAll(tx, poll, { ids, kind: 'poll-withdrawn', key: id }, (_, words) => ({
      subject: words.withdrawnSubject(poll.title),
      lines: [words.withdrawnLine(poll.title)],
    }));
  }

  private manageLink(tx: EntityManager, event: EventRow, personId: string): Promise<string> {
    const expiresAt = new Date(event.start_at.getTime() + 7 * 86_400_000);
    return this.links.make(tx, { purpose: 'rsvp', personId, objectId: event.id, expiresAt });
  }

  private async toAll(
    tx: EntityManager,
    poll: PollRow,
    of: { ids: readonly string[]; kind: string; key: string },
    write: (to: Recipient, words: ReturnType<typeof pollMailWords>) => Promise<Letter> | Letter,
  ): Promise<void> {
    await this.post.toAll(tx, of.ids, { kind: of.kind, key: of.key, groupId: poll.group_id }, (_, to) =>
      write(to, pollMailWords(to.locale)),
    );
  }
}
