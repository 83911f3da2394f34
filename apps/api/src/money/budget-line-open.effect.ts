import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatAmount, isCurrency } from '#libs/money';
import { type EffectCall, type EffectExecutor, EffectRefused } from '../decisions/index.ts';
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
  constructor(
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async read(
    db: EntityManager,
    groupId: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const label = requiredName('opensBudgetLine', String(payload['label'] ?? ''), {
      what: 'The name of the budget line',
      max: 80,
    });
    const currency = String(payload['currency']);
    const minor = BigInt(String(payload['minor']));
    if (!isCurrency(currency))
      throw new BadInput('opensBudgetLine', `"${currency.slice(0, 10)}" is no currency we know.`);
    if (minor <= 0n || minor > 10n ** 15n)
      throw new BadInput('opensBudgetLine', 'The amount must be more than nothing.');
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(
      db,
      book.id,
      typeof payload['fundId'] === 'string' ? payload['fundId'] : null,
    );
    if (!fund) throw new BadInput('opensBudgetLine', 'This fund is not there any more. Choose another.');
    if (fund.currency !== currency)
      throw new BadInput(
        'opensBudgetLine',
        `The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
      );
    return {
      label,
      minor: minor.toString(),
      currency,
      fundId: fund.id,
      fundName: fund.name,
      fundKind: fund.kind,
      eventId: payload['eventId'] ?? null,
    };
  }

  async refusal(
    db: EntityManager,
    groupId: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<string | null> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, String(payload['fundId']));
    if (!fund) return 'The fund is closed.';
    const available = await this.books.available(db, fund.account_id);
    return available < BigInt(String(payload['minor'])) ? short(fund.name, available, fund.currency) : null;
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const book = await this.books.ofGroup(tx, call.groupId);
    await this.books.lock(tx, book.id);
    const fund = await this.books.findFund(tx, book.id, String(call.payload['fundId']));
    if (!fund) throw new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const available = await this.books.available(tx, fund.account_id);
    const planned = BigInt(String(call.payload['minor']));
    if (available < planned) throw new EffectRefused('FUND_SHORT', short(fund.name, available, fund.currency));
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
      if (constraintOf(error) === 'fund_not_overdrawn')
        throw new EffectRefused('FUND_SHORT', short(fund.name, available, fund.currency));
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

function short(fund: string, available: bigint, currency: string): string {
  return `The fund ${fund} has ${formatAmount({ minor: available, currency }, 'en')} available, which is less than this line asks for.`;
}
