import { type Decided, type EffectKind, type ExecutionState, takeBackFault } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import type { Policy } from '../../platform/policy/policy.service.ts';
import type { GroupStanding } from '../../platform/policy/standings.ts';
import type { ProposalPage } from '../proposals.store.ts';
import { extensionFault } from './extensions.service.ts';
import type { LifeRights, LivingProposal, Objection } from './life.graphql.ts';
import type { StoredObjection } from './life.sql.ts';

/** Who looks at a page, and what they may know of its votes: the answers that the results are weighed with. */
export interface LifeViewer {
  readonly actor: Actor;
  readonly standing: GroupStanding | null;
  readonly policy: Policy;
  readonly seesResults: boolean;
  readonly seesVoters: boolean;
}

/** The life of a proposal as one viewer may see it. */
export function lifeView(page: ProposalPage, viewer: LifeViewer): LivingProposal {
  const { life } = page;
  return {
    round: page.round,
    askedAgain: life.asked_again,
    extensions: life.extensions,
    versions: [...life.versions],
    rerunOf: life.rerun_of,
    reruns: [...life.reruns],
    takenBack: life.taken_back,
    takeBacks: [...life.take_backs],
    takesBack: [...life.takes_back],
    supersededBy: life.superseded_by,
    supersedes: [...life.supersedes],
    objections: life.objections
      .filter((one) => mayRead(one, page, viewer))
      .map((one) => objectionView(one, page, viewer)),
    candidates: life.candidates.filter(({ state }) => state === 'stands' || viewer.standing?.standing === 'member'),
    statement: life.statement,
  };
}

/**
 * An objection tells how somebody votes, so it shows to whom the count shows, to who raised it, and to the author, for whom it was written, and to
 * those who may rule it out. Those of earlier rounds count for nothing any more and explain the text: every member reads them.
 */
function mayRead(one: StoredObjection, page: ProposalPage, viewer: LifeViewer): boolean {
  if (!viewer.seesVoters) return false;
  const { personId } = viewer.actor;
  const isPast = page.status !== 'open' || one.round < page.round;
  return (
    isPast ||
    viewer.seesResults ||
    personId === one.personId ||
    personId === page.author_id ||
    mayRuleOut(one, page, viewer)
  );
}

function mayRuleOut(one: StoredObjection, page: ProposalPage, { actor, standing, policy }: LifeViewer): boolean {
  const flags = { 'object:mayRuleOut': page.mandate?.mayRuleOut === true && page.method === 'consent' };
  return policy.allows(actor, 'objection.ruleOut', { own: one.personId === actor.personId, flags }, standing);
}

function objectionView(one: StoredObjection, page: ProposalPage, viewer: LifeViewer): Objection {
  const { actor, standing, policy } = viewer;
  const own = page.author_id === actor.personId;
  const mine = one.personId === actor.personId;
  const isRunning = page.status === 'open' && !page.due;
  const isCurrent = one.state === 'open' && one.round === page.round;
  return {
    ...one,
    mine,
    stands: isCurrent && (page.status === 'open' || page.status === 'closed'),
    canAnswer: isRunning && isCurrent && policy.allows(actor, 'objection.answer', { own }, standing),
    canWithdraw: isRunning && isCurrent && policy.allows(actor, 'objection.withdraw', { own: mine }, standing),
    canRuleOut: isRunning && isCurrent && mayRuleOut(one, page, viewer),
  };
}

/** What is decided here, as far as taking it back cares. Of a vote between options it carries out what hangs on those that have won. */
function decided(page: ProposalPage): Decided {
  const winners = (page.output as { winners?: readonly string[] } | null)?.winners ?? [];
  const followed = page.effects.filter(({ on_option: option }) => option === null || winners.includes(option));
  return {
    passed: page.life.passed,
    binds: page.threshold !== null,
    kinds: followed.map(({ kind }) => kind as EffectKind),
    execution: (page.execution?.state ?? null) as ExecutionState | null,
    isTakenBack: page.life.taken_back !== null,
    isAppeal: page.carried_out !== null,
  };
}

/** What a viewer may do in the course of a proposal's life. */
export function lifeRights(
  page: ProposalPage,
  { actor, standing, policy }: Omit<LifeViewer, 'seesResults' | 'seesVoters'>,
): LifeRights {
  const own = page.author_id === actor.personId;
  const isRunning = page.status === 'open' && !page.due;
  const isOver = page.status === 'closed' || page.status === 'withdrawn';
  const isOfPerson = page.members_only;
  const times = { now: new Date(page.now), hasEffects: page.effects.length > 0 };
  const isExtendable =
    extensionFault({ ...page, extensions: page.life.extensions, closes_at: new Date(page.closes_at) }, times) === null;
  return {
    amend:
      isRunning &&
      page.ballotBox.secrecy === 'named' &&
      !isOfPerson &&
      policy.allows(actor, 'proposal.amendOpen', { own }, standing),
    extend: isRunning && isExtendable && policy.allows(actor, 'proposal.extend', { own }, standing),
    rerun:
      isOver &&
      !page.carried_out &&
      !isOfPerson &&
      page.template !== 'round' &&
      policy.allows(actor, 'proposal.create', {}, standing),
    takeBack: takeBackFault(decided(page)) === null && policy.allows(actor, 'proposal.create', {}, standing),
    name:
      page.template === 'election' &&
      page.status === 'announced' &&
      policy.allows(actor, 'candidate.name', {}, standing),
    setOutcome: page.status === 'closed' && policy.allows(actor, 'outcome.publish', { own }, standing),
  };
}
