import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sweepPostings } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Arrivals } from '../contributions/arrivals.service.ts';
import { ContributionsStore } from '../contributions/contributions.store.ts';
import { PaymentsService } from '../expenses/payments/payments.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { LedgerService, type NewEntry } from '../ledger/ledger.service.ts';
import type { LineRow } from './statements.store.ts';
import type { PartKind } from './statements.graphql.ts';

/** A part of a line: what it is, and how much of the line, above zero. */
export interface Part {
  readonly kind: PartKind;
  readonly id: string;
  readonly minor: bigint;
  readonly text: string;
  /** Names what it books for ever. */
  readonly key: string;
}

const FEES = 'expense.payment-fees';

/** Makes of a part of a line what it stands for, by the same commands that a person would use. Each returns the id of the entry. */
@Injectable()
export class LineParts {
  constructor(
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
    private readonly payments: PaymentsService,
    private readonly arrivals: Arrivals,
    private readonly contributions: ContributionsStore,
  ) {}

  /** Throws BAD_USER_INPUT, CONFLICT or `StepRefused`. The caller holds book and line. */
  async book(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<{ entryId: string; made: boolean }> {
    const isIn = BigInt(line.minor) > 0n;
    if (goesIn[part.kind] !== null && goesIn[part.kind] !== isIn)
      throw new BadInput(
        'parts',
        isIn ? 'This came in: it is nothing that was paid.' : 'This went out: it is nothing that was received.',
      );
    if (part.kind === 'ENTRY') return { entryId: await this.known(tx, line, part), made: false };
    if (line.booked_on > (await today(tx, line.group_id)))
      throw new Conflict('The bank names a day for this line that has not come yet. Say what it is once it has.');
    const make = {
      EXPENSE: this.expense,
      CONTRIBUTION: this.contribution,
      RETURN: this.cameBack,
      GIFT: this.gift,
      FEE: this.fee,
      TRANSFER: this.transfer,
    }[part.kind];
    return { entryId: await make.call(this, tx, actor, line, part), made: true };
  }

  private async known(tx: EntityManager, line: LineRow, { id }: Part): Promise<string> {
    const entry = isId(id)
      ? await row(
          tx,
          'SELECT 1 FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id WHERE e.id = $1 AND p.account_id = $2',
          [id, line.holding_id],
        )
      : null;
    if (!entry) throw new BadInput('parts', 'This entry is not one of the account. Choose another.');
    return id;
  }

  private async expense(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<string> {
    const paymentId = await this.payments.payIn(tx, actor, {
      expenseId: part.id,
      minor: part.minor,
      cost: part.minor,
      day: line.booked_on,
      holdingId: line.holding_id,
      key: part.key,
    });
    return (await row<{ id: string }>(tx, 'SELECT entry_id AS id FROM expense_payment WHERE id = $1', [paymentId]))!.id;
  }

  private contribution(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<string> {
    return this.arrivals.received(tx, {
      contributionId: part.id,
      minor: part.minor,
      day: line.booked_on,
      holding: line.holding_id,
      key: part.key,
      actor,
      evidence: evidenceOf(line),
    });
  }

  private async gift(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<string> {
    await this.policy.require(tx, actor, 'contribution.record', { groupId: line.group_id });
    const fund = await this.fundIn(tx, line);
    const { id } = await this.contributions.add(tx, {
      bookId: line.book_id,
      kind: 'gift',
      fundId: fund.id,
      currency: line.currency,
      pledged: 0n,
      giver: longText('text', part.text || line.name, { what: 'The name', max: 120 }),
      locale: actor.locale,
    });
    return this.contribution(tx, actor, line, { ...part, id });
  }

  private async cameBack(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<string> {
    const payment = isId(part.id)
      ? await row<{ expense_id: string; currency: string }>(
          tx,
          'SELECT p.expense_id, x.currency FROM expense_payment p JOIN expense x ON x.id = p.expense_id WHERE p.id = $1',
          [part.id],
        )
      : null;
    if (!payment) throw new NotFound();
    return this.payments.cameBackIn(tx, actor, {
      expenseId: payment.expense_id,
      paymentId: part.id,
      amount: { minor: part.minor, currency: payment.currency },
      day: line.booked_on,
      reason: part.text || line.text || line.name || '–',
    });
  }

  private async fee(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<string> {
    const { currency } = line;
    const fund = await this.fundIn(tx, line);
    const isShort = (await this.books.available(tx, fund.account_id)) < part.minor;
    const bearing = isShort ? await this.books.shortfall(tx, line.book_id, currency) : fund.account_id;
    return this.entry(tx, actor, line, {
      kind: 'PROCESSOR_FEE',
      key: part.key,
      text: part.text || line.text || line.name,
      postings: [
        { accountId: line.holding_id, currency, amount: -part.minor },
        { accountId: bearing, currency, amount: part.minor, category: FEES },
      ],
    });
  }

  private async transfer(tx: EntityManager, actor: Actor, line: LineRow, part: Part): Promise<string> {
    const { currency, holding_id: here } = line;
    const there = await this.books.holding(tx, { bookId: line.book_id, currency, id: part.id });
    if (there === here) throw new BadInput('parts', 'Choose another account than the one it leaves.');
    const isIn = BigInt(line.minor) > 0n;
    const [fromId, toId] = isIn ? [there, here] : [here, there];
    return this.entry(tx, actor, line, {
      kind: 'SWEEP',
      key: part.key,
      text: part.text || line.text || line.name,
      postings: sweepPostings({ fromId, toId, currency, minor: part.minor, fee: 0n, feeFundId: '' }),
    });
  }

  private async entry(
    tx: EntityManager,
    actor: Actor,
    line: LineRow,
    of: Pick<NewEntry, 'kind' | 'key' | 'text' | 'postings'>,
  ): Promise<string> {
    await this.policy.require(tx, actor, 'entry.post', { groupId: line.group_id });
    return this.ledger.post(tx, {
      bookId: line.book_id,
      groupId: line.group_id,
      effectiveOn: line.booked_on,
      authority: { kind: 'DUTY', id: await this.books.treasurerDuty(tx, line.group_id, actor.personId) },
      actorId: (await this.books.personIn(tx, line.book_id, actor.personId)).ref,
      ...of,
    });
  }

  /** The general fund; abroad its twin in the currency of the account. */
  private async fundIn(tx: EntityManager, line: LineRow): Promise<{ id: string; account_id: string }> {
    const fund = (await this.books.findFund(tx, line.book_id, null))!;
    return this.books.fundAbroad(tx, fund, line.currency);
  }
}

/** Whether each comes in; null where it goes either way. */
const goesIn: Readonly<Record<PartKind, boolean | null>> = {
  ENTRY: null,
  TRANSFER: null,
  EXPENSE: false,
  FEE: false,
  CONTRIBUTION: true,
  GIFT: true,
  RETURN: true,
};

const evidenceOf = ({ booked_on, name, text }: LineRow): string => `${booked_on} ${name} ${text}`.trim().slice(0, 300);
