import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { advanceWords } from './advance-words.ts';
import { Post } from './post.service.ts';
import { amountIn, dayIn } from './said.ts';

interface About {
  id: string;
  number: number;
  title: string;
  currency: string;
  payee_id: string;
  author_id: string;
  out: string;
  due_on: string;
}

type Words = ReturnType<typeof advanceWords>;
interface Told {
  readonly words: Words;
  readonly about: About;
  readonly payload: StoredHappening['payload'];
  readonly amount: (minor: string) => string;
  readonly day: string;
}

/** What each happening says to whoever holds the money. */
const letters = {
  AdvanceDueSoon: ({ words, about, amount, day }) => ({
    subject: words.soonSubject(about.title),
    lines: [words.soonLine(about.title, amount(about.out), day)],
  }),
  AdvanceOverdue: ({ words, about, amount, day }) => ({
    subject: words.overdueSubject(about.title),
    lines: [words.overdueLine(about.title, amount(about.out), day)],
  }),
  AdvanceReturned: ({ words, about, payload, amount, day }) => ({
    subject: words.backSubject(about.title),
    lines: [
      words.backLine(about.title, amount(String(payload['minor']))),
      BigInt(about.out) > 0n ? words.outLine(amount(about.out), day) : words.nothingLeftLine,
    ],
  }),
} as const satisfies Record<string, (told: Told) => { subject: string; lines: string[] }>;
type News = keyof typeof letters;

/** Mails about money before it is spent: one before its due day, one after, and what was set against it. */
@Injectable()
export class AdvanceMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    for (const news of Object.keys(letters) as News[]) handlers.on(news, (tx, told) => this.tell(tx, told, news));
    handlers.on('ExpenseSettled', (tx, told) => this.settled(tx, told));
  }

  private async tell(tx: EntityManager, { id, groupId, payload }: StoredHappening, news: News): Promise<void> {
    const about = await this.about(tx, String(payload['expenseId']));
    // What was settled before the mail went out is no news any more.
    if (!about || (news !== 'AdvanceReturned' && BigInt(about.out) <= 0n)) return;
    await this.post.toAll(tx, [about.payee_id], { kind: kindOf(news), key: id, groupId }, (_, { locale }) => {
      const words = advanceWords(locale);
      const amount = (minor: string): string => amountIn(minor, about.currency, locale);
      return {
        ...letters[news]({ words, about, payload, amount, day: dayIn(about.due_on, locale) }),
        button: { label: words.look, path: `/x/${about.id}` },
      };
    });
  }

  /** Of an expense that an advance settles, whole or in part. */
  private async settled(tx: EntityManager, { id, groupId, payload }: StoredHappening): Promise<void> {
    const [expense, advance] = [
      await this.about(tx, String(payload['expenseId'])),
      await this.about(tx, String(payload['advance'])),
    ];
    if (!expense || !advance) return;
    const minor = String(payload['minor']);
    const rest = BigInt(expense.total) - BigInt(minor);
    const to = [...new Set([expense.author_id, expense.payee_id])];
    await this.post.toAll(tx, to, { kind: 'expense-settled', key: id, groupId }, (_, { locale }) => {
      const words = advanceWords(locale);
      const amount = (of: string): string => amountIn(of, expense.currency, locale);
      return {
        subject: words.settledSubject(expense.number),
        lines: [
          words.settledLine(expense.title, amount(minor)),
          ...(rest > 0n ? [words.restLine(amount(String(rest)))] : []),
          BigInt(advance.out) > 0n
            ? words.outLine(amount(advance.out), dayIn(advance.due_on, locale))
            : words.nothingLeftLine,
        ],
        button: { label: words.look, path: `/x/${advance.id}` },
      };
    });
  }

  private about(tx: EntityManager, id: string): Promise<(About & { total: string }) | null> {
    return row<About & { total: string }>(
      tx,
      `SELECT id, number, title, currency, payee_id, author_id, total::text AS total, (paid - cleared - handed_back)::text AS out, due_on::text AS due_on FROM expense WHERE id = $1`,
      [id],
    );
  }
}

const kindOf = (news: News): string => news.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
