import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  frameFault,
  frames,
  type Mandate,
  mandateOf,
  type Procedure,
  procedureFor,
  removalRules,
  type Rulebook,
} from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, NotFound } from '../platform/graphql/errors.ts';
import { isId } from '../platform/ids.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { GroupStanding } from '../platform/policy/standings.ts';
import { inputsOf, isRemoval, type PlannedEffect, readEffects } from './effect-inputs.ts';
import { effectView } from './effect-view.ts';
import { ElectorSieves } from './elector-sieves.ts';
import { EffectExecutors, type EffectSubject, type Payload, type Question } from './effects.ts';
import type { EffectInput, EffectPreview } from './effects.graphql.ts';
import type { ProposalFieldsInput } from './proposals.graphql.ts';
import type { ProposalRow } from './proposals.store.ts';
import { term } from '../platform/words/words.ts';

/** What is fixed when a vote opens, beside its rules. */
export interface FrozenEffects {
  readonly mandate: Mandate;
  readonly effects: readonly (PlannedEffect & { readonly expects: Payload })[];
  /** Who has no vote in it: the person whom it is about, and whom a rule of the group keeps from voting. */
  readonly excluded: readonly string[];
  readonly graceHours: number;
  readonly rulebook: Rulebook;
}

/** A vote of a removal case: who has no vote in it, and the version of the rulebook that the case began under. Its rule is made with it. */
export interface Trial {
  readonly excluded: readonly string[];
  readonly rulebook: number;
}

const ofCase = term(
  'Whether somebody has to leave is decided by a case of its own: they are told why, and can reply. Begin it on the page of the members.',
);

/** What may pass by itself until the vote is over: it is said on the page, and does not keep a vote from opening. */
const mendable = new Set(['FUND_SHORT', 'LINE_SPENT']);

/** What hangs on whoever or whatever wins; it needs no bar of yes and no. */
const ofWinners = ({ kind, payload }: Pick<PlannedEffect, 'kind' | 'payload'>): boolean =>
  kind === 'budget.allocate' || payload['toWinners'] === true;

const frameWords = {
  method: ['method', 'This needs a majority vote with two thirds of yes and no: choose the majority vote.'],
  threshold: ['threshold', 'This needs two thirds of yes and no votes at least.'],
  quorum: ['quorum', 'This needs half of the members to vote at least.'],
  days: ['closesAt', 'This needs seven days of voting at least. Choose a later end.'],
} as const;

/** What follows when a proposal passes: checked while it is drafted, frozen with what it relies on when the vote opens. */
@Injectable()
export class EffectPlans {
  constructor(
    private readonly database: Database,
    private readonly executors: EffectExecutors,
    private readonly policy: Policy,
    private readonly sieves: ElectorSieves,
  ) {}

  /** Stores the effects of a draft in place of those it had. Throws BAD_USER_INPUT naming the effect and its field. */
  async write(
    tx: EntityManager,
    actor: Actor,
    of: { proposalId: string; standing: GroupStanding; input: ProposalFieldsInput },
  ): Promise<void> {
    const { groupId } = of.standing;
    const question = await this.questionOf(tx, of.proposalId);
    const planned = await readEffects(tx, this.executors, { groupId, inputs: inputsOf(of.input), question });
    const book = of.standing.rules as unknown as Rulebook;
    const removes = planned.some(isRemoval);
    if (removes) {
      this.policy.requireWith(actor, 'removal.open', {}, of.standing);
      checkFree(planned, book);
    }
    if (removes) await rows(tx, 'UPDATE proposal SET members_only = true WHERE id = $1', [of.proposalId]);
    await rows(tx, 'DELETE FROM effect WHERE proposal_id = $1', [of.proposalId]);
    for (const { idx, kind, on_option, payload } of planned)
      await rows(tx, 'INSERT INTO effect (proposal_id, idx, kind, on_option, payload) VALUES ($1, $2, $3, $4, $5)', [
        of.proposalId,
        idx,
        kind,
        on_option,
        JSON.stringify(payload),
      ]);
    const proposal = await row<ProposalRow>(tx, 'SELECT * FROM proposal WHERE id = $1', [of.proposalId]);
    if (proposal!.threshold === null && planned.some((one) => one.on_option === null && !ofWinners(one)))
      throw new BadInput(
        'effects',
        'This kind of vote does not pass or fail. Let what follows hang on one of its options.',
      );
    const procedure = procedureFor(planned, book);
    await this.checkFrame(tx, proposal!, await this.heavier(tx, proposal!, procedure));
  }

  /** What effects would do, before anything is stored: each in facts with what stands against it, and the procedure they need. */
  async preview(actor: Actor, groupId: string, inputs: readonly EffectInput[]): Promise<EffectPreview> {
    if (!isId(groupId)) throw new NotFound();
    const db = this.database.reads;
    const standing = await this.policy.requireInGroup(db, actor, 'proposal.create', { groupId });
    const planned = await readEffects(db, this.executors, { groupId, inputs, question: null });
    checkFree(planned, standing.rules as unknown as Rulebook);
    const effects = await Promise.all(
      planned.map(async ({ kind, on_option, payload }) => {
        const executor = this.executors.of(kind);
        const subject = { groupId, vote: null, payload, expects: {}, mandate: null, options: [] };
        const shown = { ...payload, ...(await executor.shows?.(db, subject, actor.personId)) };
        return effectView({ kind, on_option, payload: shown, outcome_ref: null }, await executor.refusal(db, subject));
      }),
    );
    return { effects, procedure: procedureFor(planned, standing.rules as unknown as Rulebook) };
  }

  /** Fixes effects, what they rely on and what they may do. Throws BAD_USER_INPUT where one could not even run today. */
  async freeze(tx: EntityManager, proposal: ProposalRow, trial?: Trial): Promise<FrozenEffects> {
    const planned = await this.of(tx, proposal.id);
    const book = (await row<{ n: number; rules: Rulebook }>(
      tx,
      'SELECT n, rules FROM rulebook_version WHERE group_id = $1 ORDER BY n DESC LIMIT 1',
      [proposal.group_id],
    ))!;
    const own = mandateOf(planned, book.rules, book.n);
    const mandate: Mandate = trial
      ? { procedure: 'removal', rulebook: trial.rulebook, spendMax: null }
      : { ...own, procedure: await this.heavier(tx, proposal, own.procedure) };
    if (!trial) {
      if (proposal.status === 'draft') checkFree(planned, book.rules);
      await this.checkFrame(tx, proposal, mandate.procedure);
    }
    const effects = await this.refreeze(tx, { ...proposal, mandate }, planned);
    // A removal by a case stands at once, and is appealed afterwards.
    const graceHours = trial
      ? 0
      : Math.max(frames[mandate.procedure]?.graceHours ?? 0, book.rules.decision.graceHours ?? 0);
    await rows(tx, 'UPDATE proposal SET mandate = $2, grace_hours = $3 WHERE id = $1', [
      proposal.id,
      JSON.stringify(mandate),
      planned.length > 0 ? graceHours : 0,
    ]);
    const excluded = trial
      ? trial.excluded
      : [...(await this.excluded(tx, proposal, planned)), ...(await this.sieves.of(tx, proposal.group_id, book.rules))];
    return { mandate, effects, excluded, graceHours, rulebook: book.rules };
  }

  /** Fixes the effects of an amended vote anew, under the mandate that it opened with. Throws as `freeze` does. */
  async refreeze(
    tx: EntityManager,
    proposal: ProposalRow,
    planned: readonly PlannedEffect[],
  ): Promise<FrozenEffects['effects']> {
    const effects = [];
    for (const effect of planned)
      effects.push(await this.freezeOne(tx, proposal, { effect, mandate: proposal.mandate! }));
    return effects;
  }

  /** The effects of a proposal in their order. */
  of(db: EntityManager, proposalId: string): Promise<PlannedEffect[]> {
    return rows(db, 'SELECT idx, kind, on_option, payload FROM effect WHERE proposal_id = $1 ORDER BY idx', [
      proposalId,
    ]);
  }

  private async questionOf(tx: EntityManager, proposalId: string): Promise<Question> {
    return (await row<Question>(tx, 'SELECT options, settings FROM proposal WHERE id = $1', [proposalId]))!;
  }

  private async freezeOne(
    tx: EntityManager,
    proposal: ProposalRow,
    { effect, mandate }: { effect: PlannedEffect; mandate: Mandate },
  ): Promise<FrozenEffects['effects'][number]> {
    const executor = this.executors.of(effect.kind);
    const { group_id: groupId, options } = proposal;
    const vote = proposal.id;
    const subject: EffectSubject = { groupId, vote, payload: effect.payload, expects: {}, mandate, options };
    const refusal = await executor.refusal(tx, subject);
    if (refusal && !mendable.has(refusal.code)) throw new BadInput(`effects.${effect.idx - 1}`, refusal.words);
    const expects = (await executor.expects?.(tx, subject)) ?? {};
    await rows(tx, 'UPDATE effect SET expects = $3 WHERE proposal_id = $1 AND idx = $2', [
      proposal.id,
      effect.idx,
      JSON.stringify(expects),
    ]);
    return { ...effect, expects };
  }

  /** Whether to carry out what was appealed against is decided by no lighter procedure than that was. */
  private async heavier(tx: EntityManager, proposal: ProposalRow, procedure: Procedure): Promise<Procedure> {
    if (!proposal.carries_out) return procedure;
    const stayed = await row<{ mandate: Mandate }>(tx, 'SELECT mandate FROM proposal WHERE id = $1', [
      proposal.carries_out,
    ]);
    return stayed!.mandate.procedure;
  }

  private async checkFrame(tx: EntityManager, proposal: ProposalRow, procedure: Procedure): Promise<void> {
    if (!frames[procedure]) return;
    const span = await row<{ days: number }>(
      tx,
      `SELECT ($2::timestamptz AT TIME ZONE g.zone)::date - (greatest(clock_now(), $3::timestamptz) AT TIME ZONE g.zone)::date AS days FROM folk_group g WHERE g.id = $1`,
      [proposal.group_id, proposal.closes_at, proposal.opens_at],
    );
    const fault = frameFault(procedure, { ...proposal, threshold: proposal.threshold ?? '0/1', days: span!.days });
    if (!fault) return;
    const [field, words] = frameWords[fault];
    throw new BadInput(field, words);
  }

  /** Who is to be removed has no vote on it, nor on whether it is carried out after all; then, where five others remain, nor has who asked for it. */
  private async excluded(
    tx: EntityManager,
    proposal: ProposalRow,
    planned: readonly PlannedEffect[],
  ): Promise<string[]> {
    const concerned = (effects: readonly PlannedEffect[]): string[] =>
      effects.filter(isRemoval).map(({ payload }) => String(payload['personId']));
    if (!proposal.carries_out) return concerned(planned);
    const removed = concerned(await this.of(tx, proposal.carries_out));
    if (removed.length === 0) return [];
    const opener = await row<{ author_id: string; others: number }>(
      tx,
      `SELECT p.author_id, (SELECT count(*)::int FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member'
         WHERE m.group_id = p.group_id AND m.person_id <> p.author_id AND m.person_id <> ALL($2::uuid[])) AS others FROM proposal p WHERE p.id = $1`,
      [proposal.carries_out, removed],
    );
    return opener && opener.others >= 5 ? [...removed, opener.author_id] : removed;
  }
}

/** Throws BAD_USER_INPUT where somebody is to be removed and the rulebook names the procedure of a case for that. */
function checkFree(planned: readonly PlannedEffect[], book: Pick<Rulebook, 'removal'>): void {
  if (removalRules(book).by === 'case' && planned.some(isRemoval)) throw new BadInput('effects', ofCase);
}
