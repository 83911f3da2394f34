/** The life of a proposal (decisions.md 2). Read a row as: from this status, these steps lead to those. */
const proposalSteps = {
  draft: { open: 'open', withdraw: 'withdrawn' },
  open: { close: 'closed', withdraw: 'withdrawn' },
  closed: {},
  withdrawn: {},
} as const satisfies Record<string, Record<string, string>>;
export type ProposalStatus = keyof typeof proposalSteps;
export type ProposalStep = 'open' | 'close' | 'withdraw';
export const proposalStatuses = Object.keys(proposalSteps) as readonly ProposalStatus[];

/** The status that a step leads to, or null where the step cannot be taken. */
export function proposalAfter(status: ProposalStatus, step: ProposalStep): ProposalStatus | null {
  const next: Partial<Record<ProposalStep, ProposalStatus>> = proposalSteps[status];
  return next[step] ?? null;
}

/** What an outcome can do when it passes. */
export const effectKinds = [
  'budget_line.open',
  'budget_line.raise',
  'budget_line.lower',
  'budget_line.close',
  'budget.allocate',
  'budget.adopt',
  'budget.drop',
  'decision.take_back',
  'expense.approve',
  'spending.grant',
  'spending.withdraw',
  'fund.share',
  'event.schedule',
  'event.cancel',
  'member.admit',
  'member.remove',
  'duty.give',
  'duty.end',
  'rulebook.amend',
  'agreement.adopt',
  'proposal.draft',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** How far the carrying out of an outcome has come. */
export const executionStates = ['waiting', 'stayed', 'done', 'failed', 'dropped'] as const;
export type ExecutionState = (typeof executionStates)[number];

/** What an event can be (events.md 2). "Finished" is derived from its end. */
export const eventStatuses = ['draft', 'scheduled', 'postponed', 'cancelled'] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** What an RSVP can be (events.md 5). */
export const rsvpStatuses = [
  'invited',
  'requested',
  'going',
  'maybe',
  'waitlisted',
  'offered',
  'no',
  'removed',
] as const;
export type RsvpStatus = (typeof rsvpStatuses)[number];

/** What a running spell can be followed by (roll.md 3); `ended` closes it. */
const spellSteps = {
  applying: { admit: 'member', withdraw: 'ended', decline: 'ended' },
  member: { leave: 'ended', remove: 'ended', pause: 'paused', suspend: 'suspended', lapse: 'lapsed' },
  paused: { leave: 'ended', remove: 'ended', resume: 'member', lapse: 'lapsed' },
  suspended: { leave: 'ended', remove: 'ended', lift: 'member' },
  lapsed: { leave: 'ended', remove: 'ended', settle: 'member', expire: 'ended' },
} as const satisfies Record<string, Record<string, string>>;
export type SpellStanding = keyof typeof spellSteps;
export type SpellStep = { [S in SpellStanding]: keyof (typeof spellSteps)[S] }[SpellStanding];

/** The standing after a step of the roll, `ended`, or null where the step cannot be taken. */
export function standingAfter(standing: SpellStanding, step: SpellStep): SpellStanding | 'ended' | null {
  const next: Partial<Record<SpellStep, SpellStanding | 'ended'>> = spellSteps[standing];
  return next[step] ?? null;
}
