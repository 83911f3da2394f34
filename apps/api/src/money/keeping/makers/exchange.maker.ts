import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { digitsOf, exchangePostings, exchangeRate } from '#libs/money';
import { BadInput } from '../../../platform/graphql/errors.ts';
import { say } from '../../../platform/words/words.ts';
import { BooksStore } from '../../ledger/books.store.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';
import { KeepFacts } from '../keep-facts.service.ts';
import type { Amount } from './amounts.ts';

export interface ExchangeCommand {
  readonly [key: string]: unknown;
  readonly fromId: string;
  readonly toId: string;
  readonly gives: Amount;
  readonly gets: Amount;
  readonly fee: Amount | null;
  readonly fundId: string | null;
  readonly on: string | null;
  readonly note: string;
}

/** Money changed into another currency, by the two amounts that the bank's paper shows; the rate is what they come to. */
@Injectable()
export class ExchangeMaker implements EntryMaker {
  readonly operation = 'entry.post';

  constructor(
    private readonly facts: KeepFacts,
    private readonly books: BooksStore,
  ) {}

  async make(tx: EntityManager, of: KeepContext, command: ExchangeCommand): Promise<EntryDraft> {
    const from = await this.facts.holding(tx, of, command.fromId, 'fromId');
    const to = await this.facts.holding(tx, of, command.toId, 'toId');
    if (from.currency === to.currency)
      throw new BadInput('toId', 'Both are kept in the same currency. Carry the money over instead.');
    const gives = this.facts.amount(command.gives, from.currency, 'gives');
    const gets = this.facts.amount(command.gets, to.currency, 'gets');
    const fee = this.facts.fee(command.fee, from.currency);
    this.facts.enough(from, gives + fee);
    const fund = await this.facts.fund(tx, of, { id: command.fundId });
    const givesFund = await this.facts.fundIn(tx, of, fund, from.currency);
    const available = await this.books.available(tx, givesFund);
    const has = { minor: available, currency: from.currency };
    if (available < gives) throw new BadInput('gives', say`The fund ${fund.name} has ${has} available.`);
    const isShort = available < gives + fee;
    const rate = exchangeRate(
      { minor: gives, digits: digitsOf(from.currency) },
      { minor: gets, digits: digitsOf(to.currency) },
    );
    return {
      kind: 'EXCHANGE',
      effectiveOn: this.facts.day(of, command.on),
      authority: { kind: 'DUTY', id: of.dutyId },
      refs: { rate: `${from.currency}/${to.currency} ${rate}` },
      text: command.note || `${from.currency} → ${to.currency}`,
      postings: exchangePostings(
        { holdingId: from.id, fundId: givesFund, currency: from.currency, minor: gives },
        {
          holdingId: to.id,
          fundId: await this.facts.fundIn(tx, of, fund, to.currency),
          currency: to.currency,
          minor: gets,
        },
        { fee, feeFundId: isShort ? await this.books.shortfall(tx, of.bookId, from.currency) : givesFund },
      ),
    };
  }
}
