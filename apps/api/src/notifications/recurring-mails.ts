import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rhythm } from '#libs/money';
import { GroupsStore } from '../groups/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { recurringWords } from './recurring-words.ts';
import { amountIn, dayIn } from './said.ts';

interface About {
  title: string;
  minor: string;
  currency: string;
  every: Rhythm;
  next_on: string;
  ended: boolean;
  author_id: string;
  author: string;
  line: string | null;
  handle: string;
}

/** Mails about expenses that come back: to their author when a draft is ready and when the budget line ended it, to the treasurers when its author is gone, and to who is back again. */
@Injectable()
export class RecurringMails {
  constructor(
    private readonly post: Post,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('RecurringExpenseDrafted', (tx, happening) => this.drafted(tx, happening));
    handlers.on('RecurringExpenseEnded', (tx, happening) => this.ended(tx, happening));
    handlers.on('RecurringExpensesOffered', (tx, happening) => this.offered(tx, happening));
  }

  private async drafted(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const about = await this.about(tx, payload['recurringId']);
    // What was handed in or thrown away before the mail went out is no news any more.
    const drafts = await rows<{ id: string; period: string }>(
      tx,
      `SELECT id, period::text AS period FROM expense WHERE id = ANY($1) AND state = 'DRAFT' ORDER BY period`,
      [payload['drafts']],
    );
    if (!about || drafts.length === 0) return;
    const missed = Number(payload['missed']);
    await this.post.toAll(tx, [about.author_id], { kind: 'recurring-draft', key: id, groupId }, (_, { locale }) => {
      const words = recurringWords(locale);
      const days = drafts.map(({ period }) => dayIn(period, locale));
      return {
        subject: words.draftSubject(about.title),
        lines: [
          words.draftLine(about.title, amountIn(about.minor, about.currency, locale), words.every[about.every], days),
          words.doLine,
          ...(missed > 0 ? [words.missedLine(missed)] : []),
          about.ended ? words.lastLine : words.nextLine(dayIn(about.next_on, locale)),
        ],
        button:
          drafts.length === 1
            ? { label: words.draftButton, path: `/g/${about.handle}/expenses/new?draft=${drafts[0]!.id}` }
            : { label: words.draftsButton, path: `/g/${about.handle}/expenses?state=DRAFT` },
        more: [{ label: words.list, path: `/g/${about.handle}/book/recurring` }],
      };
    });
  }

  private async ended(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const about = await this.about(tx, payload['recurringId']);
    if (!about) return;
    const isLeft = payload['by'] === 'membership';
    const to = isLeft ? await this.groups.dutyHolders(tx, groupId!, ['treasurer']) : [about.author_id];
    await this.post.toAll(tx, to, { kind: 'recurring-ended', key: id, groupId }, (_, { locale }) => {
      const words = recurringWords(locale);
      const amount = amountIn(about.minor, about.currency, locale);
      return {
        subject: words.endedSubject(about.title),
        lines: isLeft
          ? [words.leftLine(about.author, about.title, amount, words.every[about.every]), words.leftNote]
          : [words.lineLine(about.title, amount, about.line ?? ''), words.lineNote],
        button: { label: words.endedButton, path: `/g/${about.handle}/book/recurring` },
      };
    });
  }

  /** Who is a member again is asked; what they have begun anew by themselves meanwhile is no question any more. */
  private async offered(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const ended = await rows<Pick<About, 'title' | 'minor' | 'currency' | 'every' | 'handle'> & { name: string }>(
      tx,
      `SELECT q.title, q.minor::text AS minor, q.currency, q.every, g.handle, g.name FROM recurring_expense q JOIN book b ON b.id = q.book_id JOIN folk_group g ON g.id = b.group_id LEFT JOIN budget_line l ON l.id = q.line_id
       WHERE q.id = ANY($1::uuid[]) AND l.closed_at IS NULL AND NOT EXISTS (SELECT FROM recurring_expense o WHERE o.from_id = q.from_id AND o.ended_at IS NULL) ORDER BY q.title, q.id`,
      [payload['recurringIds']],
    );
    if (ended.length === 0) return;
    const of = { kind: 'recurring-offered', key: id, groupId };
    await this.post.toAll(tx, [String(payload['personId'])], of, (_, { locale }) => {
      const words = recurringWords(locale);
      const all = ended.map(
        ({ title, minor, currency, every }) => `${title} (${amountIn(minor, currency, locale)}, ${words.every[every]})`,
      );
      return {
        subject: words.offeredSubject(ended.length, ended[0]!.title),
        lines: [words.offeredLine(ended[0]!.name, all), words.offeredNote],
        button: { label: words.endedButton, path: `/g/${ended[0]!.handle}/book/recurring` },
      };
    });
  }

  private about(tx: EntityManager, id: unknown): Promise<About | null> {
    return row<About>(
      tx,
      `SELECT q.title, q.minor::text AS minor, q.currency, q.every, q.next_on::text AS next_on, q.ended_at IS NOT NULL AS ended, q.author_id, p.name AS author, l.name AS line, g.handle
       FROM recurring_expense q JOIN person p ON p.id = q.author_id JOIN book b ON b.id = q.book_id JOIN folk_group g ON g.id = b.group_id LEFT JOIN budget_line l ON l.id = q.line_id WHERE q.id = $1`,
      [id],
    );
  }
}
