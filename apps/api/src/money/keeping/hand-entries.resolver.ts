import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { newId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { Op } from '../../platform/policy/op.ts';
import type { Command } from './entry-makers.ts';
import { HandEntries } from './hand-entries.service.ts';
import {
  CountCashInput,
  ExchangeInput,
  MoveMoneyInput,
  OpeningBalanceInput,
  ReclassifyInput,
  TransferInput,
} from './keeping-inputs.graphql.ts';
import { Booked } from './keeping.graphql.ts';
import { kept } from './makers/amounts.ts';

interface SaidByAll {
  groupId: string;
  on?: string | null;
  note?: string | null;
  idempotencyKey: string;
}

const noted = (text: string | null | undefined, field = 'note'): string =>
  longText(field, text, { what: 'The note', max: 300 });

/** Entries by hand. */
@Resolver(() => Booked)
export class HandEntriesResolver {
  constructor(private readonly entries: HandEntries) {}

  @Op('entry.post')
  @Mutation(() => Booked, { description: 'What is in an account today; what the book knows of already is left out.' })
  bookOpening(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => OpeningBalanceInput }) input: OpeningBalanceInput,
  ): Promise<Booked> {
    const { holdingId, amount, fundId } = input;
    return this.ask(actor, 'OPENING', input, { holdingId, amount: kept(amount), fundId: fundId ?? null });
  }

  @Op('entry.post')
  @Mutation(() => Booked)
  moveMoney(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => MoveMoneyInput }) input: MoveMoneyInput,
  ): Promise<Booked> {
    const { fromId, toId, amount, fee } = input;
    return this.ask(actor, 'SWEEP', input, { fromId, toId, amount: kept(amount), fee: fee ? kept(fee) : null });
  }

  @Op('fund.transfer')
  @Mutation(() => Booked)
  transferBetweenFunds(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => TransferInput }) input: TransferInput,
  ): Promise<Booked> {
    const { fromFundId, toFundId, amount, decision, shareId } = input;
    return this.ask(actor, 'ALLOCATION', input, {
      fromFundId: fromFundId ?? null,
      toFundId: toFundId ?? null,
      amount: kept(amount),
      decision: (decision ?? '').trim(),
      ...(shareId && { shareId }),
    });
  }

  @Op('entry.post')
  @Mutation(() => Booked)
  exchangeMoney(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ExchangeInput }) input: ExchangeInput,
  ): Promise<Booked> {
    const { fromId, toId, gives, gets, fee, fundId } = input;
    return this.ask(actor, 'EXCHANGE', input, {
      fromId,
      toId,
      gives: kept(gives),
      gets: kept(gets),
      fee: fee ? kept(fee) : null,
      fundId: fundId ?? null,
    });
  }

  @Op('entry.post')
  @Mutation(() => Booked, { description: 'Books what is more or less than the book says; keeps a count that fits.' })
  countCash(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CountCashInput }) input: CountCashInput,
  ): Promise<Booked> {
    const { holdingId, counted, coins } = input;
    return this.ask(actor, 'CASH_DIFFERENCE', input, {
      holdingId,
      counted: counted ? kept(counted) : null,
      coins: coins && Object.fromEntries(coins.map(({ value, n }) => [String(value), n])),
    });
  }

  @Op('entry.post')
  @Mutation(() => Booked)
  async reclassifyEntry(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ReclassifyInput }) input: ReclassifyInput,
  ): Promise<Booked> {
    const { entryId, from, to, reason, idempotencyKey } = input;
    const groupId = await this.entries.groupOfEntry(actor, entryId);
    const command = { entryId, from, to, reason: noted(reason, 'reason') };
    return this.entries.ask(actor, { groupId, name: 'RECLASSIFIED', command, idempotencyKey });
  }

  @Op('entry.reverse')
  @Mutation(() => Boolean, { description: 'False where it waits for a second person.' })
  async reverseEntry(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    const groupId = await this.entries.groupOfEntry(actor, id);
    const command = { entryId: id, reason: noted(reason, 'reason') };
    const asked = await this.entries.ask(actor, { groupId, name: 'REVERSAL', command, idempotencyKey: newId() });
    return asked.entryId !== null;
  }

  private ask(actor: Actor, name: string, said: SaidByAll, command: Command): Promise<Booked> {
    const { groupId, idempotencyKey } = said;
    const whole = { ...command, on: said.on || null, note: noted(said.note) };
    return this.entries.ask(actor, { groupId, name, command: whole, idempotencyKey });
  }
}
