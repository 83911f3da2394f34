import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Endings } from '../groups/index.ts';
import { LiveTopics } from '../platform/http/live-topics.ts';
import { Jobs } from '../platform/jobs/jobs.ts';
import { HappeningHandlers } from '../platform/outbox/outbox.ts';
import { RemovalAppeals } from './removal-appeals.service.ts';
import { RemovalClock } from './removal-clock.service.ts';
import { RemovalFileController } from './removal-file.controller.ts';
import { RemovalLinksResolver } from './removal-links.resolver.ts';
import { RemovalLinks } from './removal-links.service.ts';
import { RemovalPages } from './removal-pages.service.ts';
import { RemovalRecords } from './removal-records.service.ts';
import { RemovalsResolver } from './removals.resolver.ts';
import { Removals } from './removals.service.ts';
import { RemovalsStore } from './removals.store.ts';

/** Parting with somebody against their will: stands above the roll and the decisions, both of which it uses. */
@Global()
@Module({
  controllers: [RemovalFileController],
  providers: [
    RemovalAppeals,
    RemovalClock,
    RemovalLinks,
    RemovalLinksResolver,
    RemovalPages,
    RemovalRecords,
    Removals,
    RemovalsResolver,
    RemovalsStore,
  ],
  exports: [RemovalClock, RemovalLinks],
})
export class RemovalsModule implements OnModuleInit {
  constructor(
    private readonly topics: LiveTopics,
    private readonly endings: Endings,
    private readonly store: RemovalsStore,
    private readonly clock: RemovalClock,
    private readonly jobs: Jobs,
    private readonly handlers: HappeningHandlers,
  ) {}

  onModuleInit(): void {
    this.topics.register('removal', async (db, actor, id) => (await this.store.groupOf(db, actor, id)) !== null);
    this.jobs.every('removals.due', '* * * * *', () => this.clock.runDue());
    for (const kind of ['ProposalClosed', 'ProposalWithdrawn', 'EffectsDone', 'ProposalChanged'])
      this.handlers.on(kind, (tx, { payload }) => this.clock.follow(tx, String(payload['proposalId'])));
    this.endings.on('removals', (tx, ending) => this.clock.endedMembership(tx, ending));
  }
}
