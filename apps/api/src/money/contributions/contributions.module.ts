import { Module, type OnModuleInit } from '@nestjs/common';
import { duesRules } from '#libs/governance';
import { ElectorSieves } from '../../decisions/index.ts';
import { Endings } from '../../groups/index.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { HappeningHandlers } from '../../platform/outbox/outbox.ts';
import { CardsDoorModule } from '../processor/cards-door.module.ts';
import { Arrivals } from './arrivals.service.ts';
import { Confirmations } from './confirmations.service.ts';
import { AsksResolver } from './asks.resolver.ts';
import { ContributionsResolver } from './contributions.resolver.ts';
import { ContributionsService } from './contributions.service.ts';
import { ContributionsStore } from './contributions.store.ts';
import { Dues } from './dues.service.ts';
import { EventAsks } from './event-asks.service.ts';
import { GiftClock } from './gift-clock.service.ts';
import { GiftHangs } from './gift-hangs.ts';
import { GiftPages } from './gift-pages.service.ts';
import { GiftSides } from './gift-sides.service.ts';
import { GiftSteps } from './gift-steps.service.ts';
import { GiftsResolver } from './gifts.resolver.ts';
import { GiftsStore } from './gifts.store.ts';
import { Promises } from './promises.service.ts';
import { Refunds } from './refunds.service.ts';
import { TicketPart } from './ticket-part.service.ts';
import { TreasurerResolver } from './treasurer.resolver.ts';

/** Money that comes in: promised, due, given; in the book only once it has arrived. */
@Module({
  imports: [CardsDoorModule],
  providers: [
    Arrivals,
    AsksResolver,
    Confirmations,
    ContributionsResolver,
    ContributionsService,
    ContributionsStore,
    Dues,
    EventAsks,
    GiftClock,
    GiftHangs,
    GiftPages,
    GiftSides,
    GiftSteps,
    GiftsResolver,
    GiftsStore,
    Promises,
    Refunds,
    TicketPart,
    TreasurerResolver,
  ],
  exports: [Arrivals, ContributionsService, ContributionsStore, GiftSides],
})
export class ContributionsModule implements OnModuleInit {
  constructor(
    private readonly endings: Endings,
    private readonly sieves: ElectorSieves,
    private readonly promises: Promises,
    private readonly dues: Dues,
    private readonly handlers: HappeningHandlers,
    private readonly asks: EventAsks,
    private readonly jobs: Jobs,
    private readonly clock: GiftClock,
  ) {}

  onModuleInit(): void {
    // Submitted expenses, pay-outs due and arrears stay, and stay readable to whose they are.
    this.endings.on('book', (tx, ending) => this.promises.endedMembership(tx, ending));
    this.jobs.every('gifts.due', '*/5 * * * *', () => this.clock.runDue());
    for (const kind of ['RsvpAnswered', 'AnswersDecided', 'SeatsLapsed'])
      this.handlers.on(kind, (tx, { payload }) => this.asks.follow(tx, String(payload['eventId'])));
    this.sieves.add(async (tx, groupId, rules) => {
      if (!duesRules(rules).votes) return [];
      const standings = await this.dues.standings(tx, groupId);
      return [...standings].filter(([, { state }]) => state === 'behind').map(([personId]) => personId);
    });
  }
}
