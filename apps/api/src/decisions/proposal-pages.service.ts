import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ballotOf } from '#libs/voting';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { moneyValue } from '../platform/graphql/money.type.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { type GroupStanding, Standings } from '../platform/policy/standings.ts';
import { settingsView } from './ballot-settings.ts';
import { choiceView } from './choices.ts';
import { delegationView, namesBehind } from './delegations/delegation-view.ts';
import { type CastBallot, type ProposalCard, type ProposalRights, ProposalView } from './proposals.graphql.ts';
import type { Objection, ProposalText } from './life/life.graphql.ts';
import { lifeRights, lifeView } from './life/life-view.ts';
import type { FailedExecution, ProposalEffect } from './effects.graphql.ts';
import { type Deadline, type ProposalPage, ProposalsStore } from './proposals.store.ts';
import { mayNameTurnout, secretView } from './secret/secret-view.ts';
import { allOptions } from './question.ts';
import { isOwnOption } from './option-withdrawals.service.ts';
import { quorumNeeded, tallyFor } from './tally-for.ts';
import { ProposalPageSides } from './proposal-page-sides.service.ts';

/** Reads for the pages of decisions. */
@Injectable()
export class ProposalPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly store: ProposalsStore,
    private readonly sides: ProposalPageSides,
  ) {}

  async proposal(actor: Actor, id: string): Promise<ProposalView | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    if (!page) return null;
    if (page.due || page.life.opening) void this.sides.wakeCloser();
    const standing = await this.standings.of(this.database.reads, page.group_id, actor.personId);
    const effects = await this.sides.effects(page, actor.personId);
    return this.view(actor, page, standing, effects);
  }

  async seen(actor: Actor, id: string): Promise<ProposalView> {
    const proposal = await this.proposal(actor, id);
    if (!proposal) throw new NotFound();
    return proposal;
  }

  /** The group of a proposal, and those of its objections that this viewer sees. */
  async objections(
    db: EntityManager,
    actor: Actor,
    id: string,
  ): Promise<{ groupId: string; objections: readonly Objection[] } | null> {
    const page = await this.store.page(db, actor, id);
    if (!page) return null;
    const standing = await this.standings.of(db, page.group_id, actor.personId);
    const hasVoted = page.ballots.some((ballot) => ballot.personId === actor.personId);
    const sees = this.sees(actor, page, standing, hasVoted);
    const { objections } = lifeView(page, { actor, standing, policy: this.policy, ...sees });
    return { groupId: page.group_id, objections };
  }

  /** The versions of a proposal's words, for whoever may read it. */
  async texts(actor: Actor, id: string): Promise<ProposalText[]> {
    if (!(await this.store.groupOf(this.database.reads, actor, id))) throw new NotFound();
    return this.store.texts(this.database.reads, id);
  }

  /** When votes close in which this person has a say; for their calendar. */
  deadlinesOf(personId: string): Promise<Deadline[]> {
    return this.store.deadlinesOf(this.database.reads, personId);
  }

  /** What was proposed for an event and this viewer may read. */
  ofEvent(actor: Actor, eventId: string): Promise<ProposalCard[]> {
    return this.store.ofEvent(this.database.reads, actor, eventId);
  }

  async needing(actor: Actor): Promise<ProposalCard[]> {
    return actor.personId ? this.store.needing(this.database.reads, actor) : [];
  }

  async failed(actor: Actor): Promise<FailedExecution[]> {
    return actor.personId ? this.store.failed(this.database.reads, actor) : [];
  }

  private view(
    actor: Actor,
    page: ProposalPage,
    standing: GroupStanding | null,
    effects: ProposalEffect[],
  ): ProposalView {
    const mine = page.ballots.find((ballot) => ballot.personId === actor.personId);
    const { seesTurnout, ...sees } = this.sees(actor, page, standing, mine !== undefined);
    const { result, tally, ballots } = tallyFor(page, sees);
    const can = this.rights(actor, page, standing);
    const behind = namesBehind(page);
    return Object.assign(new ProposalView(), {
      id: page.id,
      number: page.number,
      title: page.title,
      body: page.body,
      bodyHtml: page.body_html,
      ...questionView(page, (option) => this.mayWithdraw(actor, { page, standing, option })),
      status: page.status,
      quorumNeeded: quorumNeeded(page),
      showResults: page.show_results,
      opensAt: page.opens_at,
      closesAt: page.closes_at,
      closedAt: page.closed_at,
      counting: page.due,
      withdrawnReason: page.withdrawn_reason,
      authorId: page.author_id,
      authorName: page.author_name,
      group: page.group as unknown as ProposalView['group'],
      eventId: page.event_id,
      eventTitle: page.event_title,
      electors: page.electors,
      cast: page.ballotBox.cast,
      secrecy: page.ballotBox.secrecy,
      rulesHash: page.ballotBox.rulesHash,
      secret: secretView(page, seesTurnout),
      iAmElector: page.elector,
      myOption: mine && 'option' in mine.choice ? mine.choice.option : null,
      myChoice: mine ? choiceView(mine.choice) : null,
      myReason: mine?.reason ?? null,
      result,
      tally,
      ballots: ballots.map((ballot) => ballotView(ballot, behind)),
      tags: page.tags,
      delegation: delegationView(page, {
        personId: actor.personId,
        seesBallots: ballots.length > 0,
        mayGive: can.vote && this.policy.allows(actor, 'delegation.set', {}, standing),
      }),
      effects,
      execution: page.execution && {
        state: page.execution.state,
        notBefore: page.execution.not_before,
        executedAt: page.execution.executed_at,
        failureCode: page.execution.failure_code,
        failureText: page.execution.failure_text,
        note: page.execution.note,
        appealedBy: page.execution.appealed_by,
        appealReason: page.execution.appeal_reason,
        appealId: page.execution.appeal_id,
      },
      carriesOut: page.carried_out,
      graceHours: page.grace_hours,
      version: page.version,
      now: page.now,
      ...lifeView(page, { actor, standing, policy: this.policy, ...sees }),
      can,
    });
  }

  private sees(
    actor: Actor,
    page: ProposalPage,
    standing: GroupStanding | null,
    hasVoted: boolean,
  ): { seesResults: boolean; seesVoters: boolean; seesTurnout: boolean } {
    const isOpen = page.status === 'open';
    const shown = !isOpen || page.show_results === 'live' || (page.show_results === 'after_own' && hasVoted);
    const flag = isOpen ? 'object:resultsShown' : 'cell:proposal.read';
    return {
      seesResults: this.policy.allows(
        actor,
        'proposal.results.read',
        { case: isOpen ? 'before-close' : 'after-close', flags: { [flag]: shown } },
        standing,
      ),
      seesVoters: this.policy.allows(actor, 'proposal.voters.read', { case: 'named-ballot' }, standing),
      seesTurnout: this.policy.allows(
        actor,
        'proposal.voters.read',
        { case: 'secret-ballot', flags: { 'object:turnoutNames': mayNameTurnout(page) } },
        standing,
      ),
    };
  }

  private mayWithdraw(
    actor: Actor,
    of: { page: ProposalPage; standing: GroupStanding | null; option: string },
  ): boolean {
    const { page, standing, option } = of;
    if (page.status !== 'open' || page.due || !isChangeable(page) || option in page.withdrawn_options) return false;
    const own = isOwnOption(page, option, actor.personId);
    return this.policy.allows(actor, 'proposal.option.withdraw', { own }, standing);
  }

  private rights(actor: Actor, page: ProposalPage, standing: GroupStanding | null): ProposalRights {
    const own = page.author_id === actor.personId;
    const isDraft = page.status === 'draft' || page.status === 'announced';
    const isVoting = page.status === 'open' && !page.due;
    return {
      ...lifeRights(page, { actor, standing, policy: this.policy }),
      update: isDraft && this.policy.allows(actor, 'proposal.updateDraft', { own }, standing),
      open: isDraft && this.policy.allows(actor, 'proposal.open', { own }, standing),
      withdraw: (isDraft || isVoting) && this.policy.allows(actor, 'proposal.withdraw', { own }, standing),
      vote:
        isVoting && page.elector && !page.ballotBox.iTookPart && this.policy.allows(actor, 'ballot.cast', {}, standing),
      addOption: mayAddOption(page) && page.elector && this.policy.allows(actor, 'proposal.option.add', {}, standing),
      retry: page.execution?.state === 'failed' && this.policy.allows(actor, 'effect.retry', {}, standing),
      appeal: isInGrace(page) && this.policy.allows(actor, 'outcome.appeal', {}, standing),
      remind: mayBeReminded(page) && this.policy.allows(actor, 'proposal.remind', { own }, standing),
      comment: this.policy.allows(actor, 'comment.create', { case: 'member-parent' }, standing),
      keepTemplate: this.policy.allows(actor, 'proposal.template.manage', {}, standing),
    };
  }
}

/** What is asked and how, as the API shows it. */
function questionView(page: ProposalPage, mayWithdraw: (option: string) => boolean): Partial<ProposalView> {
  return {
    template: page.template,
    method: page.method,
    ballot: ballotOf[page.method],
    settings: settingsView(page),
    reasons: page.reasons,
    textVersion: page.text_version,
    optionsUntil: page.options_until,
    options: allOptions(page).map(({ cost, stretch, role, prompt, personId, addedBy: _, addedAt, ...option }) => ({
      ...option,
      personId: personId ?? null,
      addedAt: addedAt ?? null,
      role: role ?? null,
      prompt: prompt ?? '',
      cost: cost ? moneyValue(cost.minor, cost.currency) : null,
      stretch: stretch ? moneyValue(stretch.minor, stretch.currency) : null,
      withdrawn: option.id in page.withdrawn_options,
      mayWithdraw: mayWithdraw(option.id),
    })),
    quorum: page.quorum,
    threshold: page.threshold,
    compare: page.compare,
    maxBlocks: page.max_blocks,
  };
}

function ballotView(
  { choice, ...ballot }: ProposalPage['ballots'][number],
  behind: ReadonlyMap<string, readonly string[]>,
): CastBallot {
  const votesFor = [...(behind.get(ballot.personId) ?? [])];
  return { ...ballot, option: 'option' in choice ? choice.option : null, choice: choiceView(choice), votesFor };
}

/** Of a secret vote nobody is reminded by hand: who has voted is not known. */
function mayBeReminded({ status, due, ballotBox }: ProposalPage): boolean {
  return status === 'open' && !due && ballotBox.secrecy === 'named';
}

/** Whether options may be withdrawn: a stance needs all of its own, and secret ballots can not be changed any more. */
function isChangeable({ ballotBox, method }: ProposalPage): boolean {
  return ballotBox.secrecy === 'named' && ballotOf[method] !== 'stance';
}

/** Electors may add options while there is time. */
function mayAddOption({ status, options_until: until, now }: ProposalPage): boolean {
  return status === 'open' && until !== null && now < until;
}

/** What passed waits for objections. */
function isInGrace({ execution, now }: ProposalPage): boolean {
  return execution?.state === 'waiting' && execution.not_before > now;
}
