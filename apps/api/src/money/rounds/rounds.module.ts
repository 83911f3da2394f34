import { Module, type OnModuleInit } from '@nestjs/common';
import { LiveTopics } from '../../platform/http/live-topics.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { HappeningHandlers } from '../../platform/outbox/outbox.ts';
import { BucketsService } from './buckets.service.ts';
import { RoundClock } from './round-clock.service.ts';
import { RoundPages } from './round-pages.service.ts';
import { RoundPots } from './round-pots.service.ts';
import { RoundSides } from './round-sides.service.ts';
import { RoundsResolver } from './rounds.resolver.ts';
import { RoundsService } from './rounds.service.ts';
import { RoundsStore } from './rounds.store.ts';

/** Deciding together who gets what: rounds above the votes, whose effects open the lines of the funded buckets. */
@Module({
  providers: [
    BucketsService,
    RoundClock,
    RoundPages,
    RoundPots,
    RoundSides,
    RoundsResolver,
    RoundsService,
    RoundsStore,
  ],
  exports: [RoundClock, RoundPots],
})
export class RoundsModule implements OnModuleInit {
  constructor(
    private readonly clock: RoundClock,
    private readonly pages: RoundPages,
    private readonly topics: LiveTopics,
    private readonly jobs: Jobs,
    private readonly handlers: HappeningHandlers,
  ) {}

  onModuleInit(): void {
    this.topics.register('round', async (_db, actor, id) => (await this.pages.round(actor, id)) !== null);
    this.jobs.every('rounds.due', '* * * * *', () => this.clock.runDue());
    for (const kind of ['ProposalClosed', 'ProposalWithdrawn', 'ProposalChanged'])
      this.handlers.on(kind, (tx, { payload }) => this.clock.follow(tx, String(payload['proposalId'])));
  }
}
