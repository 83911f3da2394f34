import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { authorityWords } from './authority-words.ts';
import { type Letter, Post } from './post.service.ts';
import { amountIn, dayIn } from './said.ts';

type Told = 'granted' | 'nearlyUsed' | 'endsSoon' | 'ended' | 'withdrawn';

interface About {
  what: string;
  ceiling: string;
  each: string;
  used: string;
  currency: string;
  until: string | null;
  number: number;
  /** The number of the decision that has taken back the one which gave it. */
  taken_back_by: number | null;
  handle: string;
  holders: string[];
  person_id: string | null;
}

/** Mails about spending authorities to those who hold them. */
@Injectable()
export class AuthorityMails {
  constructor(private readonly post: Post) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('SpendingGranted', (tx, happening) => this.tell(tx, happening, 'granted'));
    handlers.on('SpendingNearlyUsed', (tx, happening) => this.tell(tx, happening, 'nearlyUsed'));
    handlers.on('SpendingEndsSoon', (tx, happening) => this.tell(tx, happening, 'endsSoon'));
    handlers.on('SpendingEnded', (tx, happening) => this.tell(tx, happening, 'ended'));
    handlers.on('SpendingWithdrawn', (tx, happening) => this.tell(tx, happening, 'withdrawn'));
  }

  private async tell(tx: EntityManager, { id, groupId, payload }: StoredHappening, what: Told): Promise<void> {
    const about = await row<About>(
      tx,
      `SELECT a.what, a.ceiling::text AS ceiling, a.each::text AS each, a.used::text AS used, a.currency, a.until_day::text AS until, p.number, g.handle, a.person_id,
         (SELECT q.number FROM decision_taken_back t JOIN proposal q ON q.id = t.by_proposal WHERE t.proposal_id = p.id) AS taken_back_by,
         coalesce((SELECT json_agg(h) FROM authority_holders(a) h), '[]') AS holders
       FROM spending_authority a JOIN proposal p ON p.id = a.proposal_id JOIN book b ON b.id = a.book_id JOIN folk_group g ON g.id = b.group_id WHERE a.id = $1`,
      [payload['authorityId']],
    );
    if (!about) return;
    // Who has left the group has been told of that.
    await this.post.toAll(tx, about.holders, { kind: `spending-${what}`, key: id, groupId }, (_, { locale }) =>
      letter(about, what, locale),
    );
  }
}

function letter({ currency, until, ...about }: About, what: Told, locale: string): Letter {
  const words = authorityWords(locale);
  const amount = (minor: bigint | string): string => amountIn(minor, currency, locale);
  const day = until ? dayIn(until, locale) : '';
  const left = amount(BigInt(about.ceiling) - BigInt(about.used));
  const [each, ceiling, used] = [amount(about.each), amount(about.ceiling), amount(about.used)];
  const said: Readonly<Record<Told, readonly [string, readonly string[]]>> = {
    granted: [
      words.grantedSubject(about.what),
      [words.grantedLine(about.what, ceiling, each, about.number), ...(day ? [words.until(day)] : [])],
    ],
    nearlyUsed: [words.nearlyUsedSubject(about.what), [words.nearlyUsedLine(about.what, used, ceiling, left)]],
    endsSoon: [words.endsSoonSubject(about.what, day), [words.endsSoonLine(about.what, day, left)]],
    ended: [words.endedSubject(about.what), [words.endedLine(about.what)]],
    withdrawn: [
      words.endedSubject(about.what),
      [
        about.taken_back_by === null
          ? words.withdrawnLine(about.what)
          : words.takenBackLine(about.what, about.taken_back_by),
      ],
    ],
  };
  const [subject, lines] = said[what];
  return { subject, lines, button: { label: words.look, path: `/g/${about.handle}/book/who-spends` } };
}
