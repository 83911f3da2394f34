import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../../decisions/index.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isDay } from '../../platform/days.ts';
import { requiredName } from '../../platform/names.ts';
import { today } from '../ledger/entries.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { BudgetLines, fundShort } from './budget-lines.service.ts';
import { say } from '../../platform/words/words.ts';

/** A passed proposal opens a budget line: planned money, held in its fund from that instant. */
@Injectable()
export class BudgetLineOpenEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly lines: BudgetLines,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const label = requiredName(field('title'), input.title ?? '', { what: 'The name of the budget line', max: 80 });
    if (!input.amount) throw new BadInput(field('amount'), 'Say up to how much.');
    const { currency } = input.amount;
    const minor = BigInt(String(input.amount.minor));
    if (!isCurrency(currency))
      throw new BadInput(field('amount'), say`"${currency.slice(0, 10)}" is no currency we know.`);
    if (minor <= 0n || minor > 10n ** 15n) throw new BadInput(field('amount'), 'The amount must be more than nothing.');
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, input.fundId ?? null);
    if (!fund) throw new BadInput(field('fundId'), 'This fund is not there any more. Choose another.');
    if (fund.currency !== currency)
      throw new BadInput(
        field('amount'),
        say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
      );
    return {
      label,
      minor: minor.toString(),
      currency,
      fundId: fund.id,
      fundName: fund.name,
      fundKind: fund.kind,
      eventId: input.eventId ?? null,
      ...(input.until ? { until: await this.lastDay(db, groupId, { until: input.until, field }) } : {}),
    };
  }

  /** The last day on which the line can be spent; throws BAD_USER_INPUT for one that has passed or is no day. */
  private async lastDay(
    db: EntityManager,
    groupId: string,
    { until, field }: { until: string; field: EffectAsked['field'] },
  ): Promise<string> {
    if (!isDay(until)) throw new BadInput(field('until'), 'Write the day as 2026-03-31.');
    if (until < (await today(db, groupId)))
      throw new BadInput(field('until'), 'This day has passed. Choose a later one.');
    return until;
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, String(payload['fundId']));
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const available = await this.books.available(db, fund.account_id);
    return available < BigInt(String(payload['minor'])) ? fundShort(fund, available) : null;
  }

  async lock(tx: EntityManager, { groupId }: EffectCall): Promise<void> {
    await this.books.lock(tx, (await this.books.ofGroup(tx, groupId)).id);
  }

  run(tx: EntityManager, call: EffectCall): Promise<string> {
    return this.lines.open(tx, call, {
      label: String(call.payload['label']),
      planned: BigInt(String(call.payload['minor'])),
      part: 1,
    });
  }
}
