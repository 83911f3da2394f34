import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TalkParents } from '../discussions/index.ts';
import { LiveTopics } from '../platform/http/live-topics.ts';
import { PageHeads } from '../platform/http/page-heads.ts';
import { Appeals } from './appeals.service.ts';
import { BallotLinksResolver } from './ballot-links/ballot-links.resolver.ts';
import { BallotLinks } from './ballot-links/ballot-links.service.ts';
import { BallotsService } from './ballots.service.ts';
import { CandidaciesResolver } from './candidacies/candidacies.resolver.ts';
import { Candidacies } from './candidacies/candidacies.service.ts';
import { CandidacyLinks } from './candidacies/candidacy-links.service.ts';
import { Closer } from './closer.service.ts';
import { Closings } from './closings.service.ts';
import { EffectRunner } from './effect-runner.service.ts';
import { EffectPlans } from './effect-plans.service.ts';
import { RollEffects, rollEffects } from './effects/roll-effects.service.ts';
import { DelegationRecords } from './delegations/delegation-records.service.ts';
import { DelegationsResolver } from './delegations/delegations.resolver.ts';
import { DelegationsService } from './delegations/delegations.service.ts';
import { DelegationsStore } from './delegations/delegations.store.ts';
import { EffectsResolver } from './effects.resolver.ts';
import { TemplatesResolver } from './templates/templates.resolver.ts';
import { ProposalTemplates } from './templates/templates.service.ts';
import { Withdrawals } from './withdrawals.service.ts';
import { ProposalDrafts } from './proposal-drafts.service.ts';
import { EffectExecutors } from './effects.ts';
import { ElectorSieves } from './elector-sieves.ts';
import { OptionAdditions } from './option-additions.service.ts';
import { OptionWithdrawals } from './option-withdrawals.service.ts';
import { OptionsResolver } from './options.resolver.ts';
import { lives } from './life/index.ts';
import { LifeDates } from './life/life-dates.store.ts';
import { ObjectionTalks } from './life/objection-talks.service.ts';
import { ProposalHeads } from './proposal-heads.service.ts';
import { ProposalPageSides } from './proposal-page-sides.service.ts';
import { ProposalPages } from './proposal-pages.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import { ProposalsResolver } from './proposals.resolver.ts';
import { ProposalsService } from './proposals.service.ts';
import { ProposalsStore } from './proposals.store.ts';
import { ElectorReminderParts, ElectorReminders } from './reminders/elector-reminders.service.ts';
import { ElectorRemindersStore } from './reminders/elector-reminders.store.ts';
import { ElectorRemindersResolver } from './reminders/reminders.resolver.ts';
import { RemovalVotes } from './removal-votes.service.ts';
import { RecordController } from './record/record.controller.ts';
import { RecordResolver } from './record/record.resolver.ts';
import { RecordService } from './record/record.service.ts';
import { RecordText } from './record/record-text.service.ts';
import { RecordStore } from './record/record.store.ts';
import { RegisterResolver } from './register/register.resolver.ts';
import { Register } from './register/register.service.ts';
import { RegisterStore } from './register/register.store.ts';
import { SecretAdmission } from './secret/admission.service.ts';
import { BallotPapers } from './secret/ballot-papers.service.ts';
import { BlindBallotsController } from './secret/blind-ballots.controller.ts';
import { BlindBallots } from './secret/blind-ballots.service.ts';
import { Boards } from './secret/boards.service.ts';
import { PaperKeys } from './secret/paper-keys.service.ts';
import { SecretBallots } from './secret/secret-ballots.service.ts';
import { RoundVotes } from './round-votes.service.ts';
import { SecretResolver } from './secret/secret.resolver.ts';
import { SecretVotes } from './secret/secret-votes.service.ts';

@Global()
@Module({
  controllers: [BlindBallotsController, RecordController],
  providers: [
    ...Object.values(rollEffects),
    Appeals,
    BallotLinks,
    BallotLinksResolver,
    BallotPapers,
    BallotsService,
    BlindBallots,
    Boards,
    Candidacies,
    CandidaciesResolver,
    CandidacyLinks,
    Closer,
    Closings,
    DelegationRecords,
    DelegationsResolver,
    DelegationsService,
    DelegationsStore,
    EffectExecutors,
    ElectorSieves,
    EffectPlans,
    EffectRunner,
    OptionAdditions,
    OptionsResolver,
    OptionWithdrawals,
    EffectsResolver,
    ElectorReminderParts,
    ElectorReminders,
    ElectorRemindersResolver,
    ElectorRemindersStore,
    ...lives,
    ProposalDrafts,
    ProposalHeads,
    ProposalPages,
    ProposalPageSides,
    ProposalLocks,
    ProposalRecords,
    ProposalsResolver,
    ProposalsService,
    ProposalsStore,
    RecordResolver,
    RecordService,
    RecordStore,
    RecordText,
    Register,
    RegisterResolver,
    RegisterStore,
    RemovalVotes,
    RollEffects,
    RoundVotes,
    ProposalTemplates,
    TemplatesResolver,
    PaperKeys,
    SecretAdmission,
    SecretBallots,
    SecretResolver,
    SecretVotes,
    Withdrawals,
  ],
  exports: [
    BallotLinks,
    Candidacies,
    CandidacyLinks,
    DelegationsStore,
    ElectorRemindersStore,
    Closer,
    EffectExecutors,
    ElectorSieves,
    LifeDates,
    ProposalsStore,
    ProposalPages,
    ProposalsService,
    BallotsService,
    RemovalVotes,
    RoundVotes,
  ],
})
export class DecisionsModule implements OnModuleInit {
  constructor(
    private readonly talks: TalkParents,
    private readonly topics: LiveTopics,
    private readonly store: ProposalsStore,
    private readonly heads: PageHeads,
    private readonly own: ProposalHeads,
    private readonly objections: ObjectionTalks,
  ) {}

  onModuleInit(): void {
    this.talks.register('proposal', (db, actor, id) => this.store.groupOf(db, actor, id));
    this.talks.register('objection', (db, actor, id) => this.objections.groupOf(db, actor, id));
    this.heads.register('/p/:id', ({ id }) => this.own.proposal(id!));
    this.heads.register('/g/:handle/decisions', ({ handle }) => this.own.ofGroup(handle!));
    this.heads.list(() => this.own.paths());
    this.topics.register('proposal', async (db, actor, id) => (await this.store.groupOf(db, actor, id)) !== null);
  }
}
