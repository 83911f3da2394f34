import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sweepPostings } from '#libs/money';
import { BadInput } from '../../../platform/graphql/errors.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';
import { KeepFacts } from '../keep-facts.service.ts';
import type { Amount } from './amounts.ts';

export interface SweepCommand {
  readonly [key: string]: unknown;
  readonly fromId: string;
  readonly toId: string;
  readonly amount: Amount;
  readonly fee: Amount | null;
  readonly on: string | null;
  readonly note: string;
}

/** Money carried from one account of the group to another: cash to the bank, what a processor paid out. */
@Injectable()
export class SweepMaker implements EntryMaker {
  readonly operation = 'entry.post';

  constructor(private readonly facts: KeepFacts) {}

  async make(tx: EntityManager, of: KeepContext, command: SweepCommand): Promise<EntryDraft> {
    const from = await this.facts.holding(tx, of, command.fromId, 'fromId');
    const to = await this.facts.holding(tx, of, command.toId, 'toId');
    if (from.id === to.id) throw new BadInput('toId', 'Choose another account than the one it leaves.');
    if (from.currency !== to.currency)
      throw new BadInput('toId', 'The two are kept in different currencies. Change the money instead.');
    const { currency } = from;
    const minor = this.facts.amount(command.amount, currency);
    const fee = this.facts.fee(command.fee, currency);
    this.facts.enough(from, minor + fee);
    const fund = await this.facts.fund(tx, of, { id: null });
    const accountId = fee > 0n ? await this.facts.fundIn(tx, of, fund, currency) : fund.account_id;
    const feeFundId = await this.facts.bearing(tx, of, { accountId, currency, minor: fee });
    return {
      kind: 'SWEEP',
      effectiveOn: this.facts.day(of, command.on),
      authority: { kind: 'DUTY', id: of.dutyId },
      text: command.note,
      postings: sweepPostings({ fromId: from.id, toId: to.id, currency, minor, fee, feeFundId }),
    };
  }
}
