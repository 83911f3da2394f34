import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { openingPostings } from '#libs/money';
import { row } from '../../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../../platform/graphql/errors.ts';
import { say } from '../../../platform/words/words.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';
import { KeepFacts } from '../keep-facts.service.ts';
import type { Amount } from './amounts.ts';

export interface OpeningCommand {
  readonly [key: string]: unknown;
  readonly holdingId: string;
  readonly amount: Amount;
  readonly on: string | null;
  readonly fundId: string | null;
}

/** What was in an account before the book knew of it. Asked is what is there today: what the book knows of already is left out. */
@Injectable()
export class OpeningMaker implements EntryMaker {
  readonly operation = 'entry.post';
  readonly once = 'holdingId';

  constructor(private readonly facts: KeepFacts) {}

  async make(tx: EntityManager, of: KeepContext, command: OpeningCommand): Promise<EntryDraft> {
    const holding = await this.facts.holding(tx, of, command.holdingId);
    const there = this.facts.amount(command.amount, holding.currency);
    const opened = await row(
      tx,
      `SELECT 1 FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id AND e.kind = 'OPENING'
       WHERE q.account_id = $1 AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)`,
      [holding.id],
    );
    if (opened) throw new Conflict('This account has its opening balance. If it is wrong, take that entry back first.');
    const known = { minor: holding.balance, currency: holding.currency };
    if (there <= holding.balance)
      throw new BadInput('amount', say`The book knows of ${known} in it already. Type more than that.`);
    const fund = await this.facts.fund(tx, of, { id: command.fundId });
    const minor = there - holding.balance;
    return {
      kind: 'OPENING',
      effectiveOn: this.facts.day(of, command.on),
      authority: { kind: 'OPENING', id: null },
      text: '',
      postings: openingPostings({
        holdingId: holding.id,
        fundId: await this.facts.fundIn(tx, of, fund, holding.currency),
        currency: holding.currency,
        minor,
      }),
    };
  }
}
