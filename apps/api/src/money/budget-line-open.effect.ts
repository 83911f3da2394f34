import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount, isCurrency } from '#libs/money';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../decisions/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { constraintOf } from '../platform/database/database.ts';
import { BadInput } from '../platform/graphql/errors.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { newId } from '../platform/ids.ts';
import { requiredName } from '../platform/names.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { BooksStore } from './books.store.ts';

/** A passed proposal opens a budget line: planned money, held in its fund from that instant. */
@Injectable()
export class BudgetLineOpenEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const label = requiredName(field('title'), input.title ?? '', { what: 'The name of the budget line', max: 80 });
    if (!input.amount) throw new BadInput(field('amount'), 'Say up to how much.');
    const { currency } = input.amount;
    const minor = BigInt(String(input.amount.minor));
    if (!isCurrency(currency))
      throw new BadInput(field('amount'), `"${currency.slice(0, 10)}" is no currency we know.`);
    if (minor <= 0n || minor > 10n ** 15n) throw new BadInput(field('amount'), 'The amount must be more than nothing.');
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, input.fundId ?? null);
    if (!fund) throw new BadInput(field('fundId'), 'This fund is not there any more. Choose another.');
    if (fund.currency !== currency)
      throw new BadInput(
        field('amount'),
        `The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
      );
    return {
      label,
      minor: minor.toString(),
      currency,
      fundId: fund.id,
      fundName: fund.name,
      fundKind: fund.kind,
      eventId: input.eventId ?? null,
    };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, String(payload['fundId']));
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const available = await this.books.available(db, fund.account_id);
    return available < BigInt(String(payload['minor'])) ? short(fund.name, available, fund.currency) : null;
  }

  async lock(tx: EntityManager, { groupId }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const book = await this.books.ofGroup(tx, call.groupId);
    const fund = (await this.books.findFund(tx, book.id, String(call.payload['fundId'])))!;
    const planned = BigInt(String(call.payload['minor']));
    const available = await this.books.available(tx, fund.account_id);
    const id = newId();
    const last = await row<{ last_seq: string }>(tx, 'SELECT last_seq FROM book WHERE id = $1', [book.id]);
    try {
      await rows(
        tx,
        `INSERT INTO budget_line (id, book_id, account_id, name, event_id, planned, authority_kind, authority_id, authority_no, opened_after_seq) VALUES ($1, $2, $3, $4, $5, $6, 'DECISION', $7, $8, $9)`,
        [
          id,
          book.id,
          fund.account_id,
          call.payload['label'],
          call.payload['eventId'] ?? null,
          planned.toString(),
          call.proposalId,
          call.index,
          last!.last_seq,
        ],
      );
    } catch (error) {
      if (constraintOf(error) === 'fund_not_overdrawn') throw short(fund.name, available, fund.currency);
      throw error;
    }
    await this.log.append(tx, {
      chainId: call.groupId,
      type: 'budgetLine.opened',
      actorId: null,
      facts: { line: id, planned: planned.toString(), currency: fund.currency, proposal: call.proposalId },
    });
    await this.outbox.announce(tx, {
      kind: 'BudgetLineOpened',
      groupId: call.groupId,
      payload: { lineId: id },
      topics: [`group:${call.groupId}`],
    });
    return id;
  }
}

function short(fund: string, available: bigint, currency: string): EffectRefused {
  const has = formatAmount({ minor: available, currency }, 'en');
  return new EffectRefused(
    'FUND_SHORT',
    `The fund ${fund} has ${has} available, which is less than this line asks for.`,
  );
}
