// What others may use of decisions: proposals, closing, the registry of effects.
export { DecisionsModule } from './decisions.module.ts';
export { minorOf } from './ballot-settings.ts';
export { BallotLinks } from './ballot-links/ballot-links.service.ts';
export { ElectorRemindersStore } from './reminders/elector-reminders.store.ts';
export { DelegationsStore } from './delegations/delegations.store.ts';
export { BallotsService } from './ballots.service.ts';
export { Closer } from './closer.service.ts';
export { EffectExecutors, EffectRefused } from './effects.ts';
export type { EffectAsked, EffectCall, EffectExecutor, EffectSubject, Payload } from './effects.ts';
export { isLastSteward, onRoll } from './effects/people.ts';
export { RemovalVotes } from './removal-votes.service.ts';
export { Openings } from './life/openings.service.ts';
export { LifeDates } from './life/life-dates.store.ts';
export { ProposalPages } from './proposal-pages.service.ts';
export type { Deadline } from './proposals.store.ts';
export { ProposalsService } from './proposals.service.ts';
export type { ProposalBundle } from './record/bundle.ts';
export { bundleFault } from './record/verify-bundle.ts';
