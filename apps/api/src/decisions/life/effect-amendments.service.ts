import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isWithin, type Mandate, procedureFor, type Rulebook } from '#libs/governance';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { EffectExecutors, type Payload } from '../effects.ts';
import type { EffectInput } from '../effects.graphql.ts';
import type { PlannedEffect } from '../effect-inputs.ts';
import { EffectPlans } from '../effect-plans.service.ts';
import type { FrozenEffect } from '../hashes.ts';
import type { ProposalRow } from '../proposals.store.ts';
import type { AmendEffectInput } from './life.graphql.ts';

/** Changes what follows from an open vote: amounts and times, or that it follows at all, inside the mandate that was frozen at opening. */
@Injectable()
export class EffectAmendments {
  constructor(
    private readonly executors: EffectExecutors,
    private readonly plans: EffectPlans,
  ) {}

  /** The effects as they stand, with what they were frozen on. */
  standing(db: EntityManager, proposalId: string): Promise<FrozenEffect[]> {
    return rows(db, 'SELECT idx, kind, on_option, payload, expects FROM effect WHERE proposal_id = $1 ORDER BY idx', [
      proposalId,
    ]);
  }

  /** Writes the changes and freezes every effect anew. The caller has raised the version. Throws BAD_USER_INPUT naming the effect, CONFLICT beyond the mandate. */
  async write(
    tx: EntityManager,
    proposal: ProposalRow,
    inputs: readonly AmendEffectInput[],
  ): Promise<readonly FrozenEffect[]> {
    const planned = await this.plans.of(tx, proposal.id);
    for (const input of inputs) await this.change(tx, proposal, { planned, input });
    const effects = await this.plans.of(tx, proposal.id);
    await this.checkMandate(tx, proposal.mandate!, { groupId: proposal.group_id, effects });
    return this.plans.refreeze(tx, proposal, effects);
  }

  private async change(
    tx: EntityManager,
    proposal: ProposalRow,
    { planned, input }: { planned: readonly PlannedEffect[]; input: AmendEffectInput },
  ): Promise<void> {
    const effect = planned[input.at];
    const field = (name: string): string => `effects.${input.at}.${name}`;
    if (!effect) throw new BadInput(field('at'), 'This does not follow from the vote.');
    const key = [proposal.id, effect.idx];
    if (input.drop) {
      await rows(tx, 'DELETE FROM effect WHERE proposal_id = $1 AND idx = $2', key);
      return;
    }
    if (input.amount && !amended.has(effect.kind))
      throw new BadInput(field('amount'), 'This has no amount of its own.');
    const question = { options: proposal.options, settings: proposal.settings };
    const payload = await this.executors.of(effect.kind).read(tx, {
      groupId: proposal.group_id,
      input: { ...inputOf(effect.kind, effect.payload), ...typedIn(input) },
      field,
      question,
    });
    await rows(tx, 'UPDATE effect SET payload = $3 WHERE proposal_id = $1 AND idx = $2', [
      ...key,
      JSON.stringify(payload),
    ]);
  }

  /** More than the procedure of the opening may decide needs a vote of its own: what that vote asked for stays. */
  private async checkMandate(
    tx: EntityManager,
    mandate: Mandate,
    of: { groupId: string; effects: readonly PlannedEffect[] },
  ): Promise<void> {
    const book = await row<{ rules: Rulebook }>(
      tx,
      'SELECT rules FROM rulebook_version WHERE group_id = $1 AND n = $2',
      [of.groupId, mandate.rulebook],
    );
    const isHeavier = mandate.procedure === 'usual' && procedureFor(of.effects, book!.rules) !== 'usual';
    if (isHeavier || !isWithin(mandate, of.effects))
      throw new Conflict('This is more than the vote may decide under its rules. Withdraw it and put a new one.');
  }
}

/** What has an amount that its author set. */
const amended = new Set(['budget_line.open', 'budget_line.raise', 'expense.approve']);

function typedIn({ amount, until, startLocal, endLocal }: AmendEffectInput): Partial<EffectInput> {
  return {
    ...(amount ? { amount } : {}),
    ...(until ? { until } : {}),
    ...(startLocal ? { startLocal } : {}),
    ...(endLocal ? { endLocal } : {}),
  };
}

/** What a form would send for an effect that stands. */
function inputOf(kind: PlannedEffect['kind'], payload: Payload): EffectInput {
  const { label, minor, currency, changes, ...rest } = payload;
  const rules = changes as readonly { key: string; after: string }[] | undefined;
  return {
    ...rest,
    kind,
    title: label == null ? null : String(label),
    amount: minor == null ? null : { minor: BigInt(String(minor)), currency: String(currency) },
    ...(rules ? { changes: rules.map(({ key, after }) => ({ key, value: after })) } : {}),
  };
}
