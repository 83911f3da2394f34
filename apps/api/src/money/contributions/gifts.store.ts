import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ContributionFacts } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import type { OtherDeadline } from '../../events/index.ts';
import { hot } from '../../platform/database/hot.ts';
import { together } from '../../platform/database/together.ts';
import type {
  BankPlace,
  Contribution,
  DeskFilter,
  GiftFund,
  GiftStatementRow,
  GiftsWaiting,
  RepeatedGift,
} from './gifts.graphql.ts';
import { deadlinesSql, deskSql, giftsSql, needsSql, oneSql, ownSql, statementSql } from './gifts.sql.ts';

type Plain = Pick<
  Contribution,
  | 'id'
  | 'number'
  | 'kind'
  | 'dueOn'
  | 'period'
  | 'personId'
  | 'giver'
  | 'hasMail'
  | 'fundName'
  | 'fundKind'
  | 'category'
  | 'purpose'
  | 'closedReason'
  | 'eventId'
  | 'eventTitle'
  | 'notComing'
  | 'restores'
>;

/** A contribution as the database writes it: amounts as text, the currency beside them. */
export interface ContributionJson extends Plain {
  readonly currency: string;
  readonly handle: string;
  readonly pledged: string;
  readonly received: string;
  readonly refunded: string;
  readonly closed: ContributionFacts['closed'];
  /** The day in the group's zone. */
  readonly today: string;
  readonly remindedAt: string | null;
  readonly bank: BankPlace | null;
  readonly said: { minor: string; how: string; at: string; byName: string | null } | null;
  readonly receipts: (Omit<Contribution['receipts'][number], 'amount'> & { minor: string })[];
  readonly refunds: (Omit<Contribution['refunds'][number], 'amount' | 'canAnswer'> & {
    minor: string;
    askedBy: string;
  })[];
}

export interface GiftsJson {
  readonly id: string;
  readonly currency: string;
  readonly today: string;
  readonly bank: BankPlace | null;
  readonly funds: GiftFund[];
  readonly step: string | null;
  readonly isMember: boolean;
  readonly repeated: (Omit<RepeatedGift, 'amount'> & { minor: string; currency: string })[];
  readonly years: number[];
}

type StatementJson = Omit<GiftStatementRow, 'reference' | 'amount'> & {
  number: number;
  minor: string;
  currency: string;
};

type WaitingJson = Omit<GiftsWaiting, 'amount'> & { minor: string | null; currency: string };

/** More than any book has contributions. */
const LAST = '2147483647';

/** Reads of gifts and dues for their pages. */
@Injectable()
export class GiftsStore {
  async gifts(db: EntityManager, actor: Actor, handle: string): Promise<GiftsJson | null> {
    const [page] = await together<GiftsJson>(db, actor, {
      name: 'gifts_page',
      text: giftsSql,
      values: [handle, actor.personId],
    });
    return page ?? null;
  }

  own(db: EntityManager, actor: Actor, handle: string): Promise<ContributionJson[]> {
    return together(db, actor, { name: 'gifts_own', text: ownSql, values: [handle, actor.personId] });
  }

  async one(db: EntityManager, actor: Actor, id: string): Promise<ContributionJson | null> {
    const [found] = await together<ContributionJson>(db, actor, { name: 'gift_one', text: oneSql, values: [id] });
    return found ?? null;
  }

  desk(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; filter: DeskFilter; below: string | null; limit: number },
  ): Promise<ContributionJson[]> {
    return together(db, actor, {
      name: `gifts_desk_${of.filter.toLowerCase()}`,
      text: deskSql(of.filter),
      values: [of.handle, of.below ?? LAST, of.limit],
    });
  }

  /** What waits for a treasurer or a second person, group by group. */
  waiting(db: EntityManager, actor: Actor): Promise<WaitingJson[]> {
    return together(db, actor, { name: 'gifts_waiting', text: needsSql, values: [actor.personId] });
  }

  /** When what somebody has promised or owes is due, for their calendar of deadlines. */
  deadlinesOf(db: EntityManager, personId: string): Promise<OtherDeadline[]> {
    return hot<OtherDeadline>(db, 'gift_deadlines', deadlinesSql, [personId]);
  }

  statement(db: EntityManager, actor: Actor, handle: string, year: number): Promise<StatementJson[]> {
    return together(db, actor, { name: 'gifts_year', text: statementSql, values: [handle, actor.personId, year] });
  }
}
