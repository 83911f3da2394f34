import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { ContributionsModule } from '../contributions/contributions.module.ts';
import { CardAnswers } from './card-answers.service.ts';
import { CardBookings } from './card-bookings.service.ts';
import { CardCheckouts } from './card-checkouts.service.ts';
import { CardClock } from './card-clock.service.ts';
import { CardEventsStore } from './card-events.store.ts';
import { CardFacts } from './card-facts.service.ts';
import { CardInbox } from './card-inbox.service.ts';
import { CardPages } from './card-pages.service.ts';
import { CardRefunds } from './card-refunds.service.ts';
import { CardsDoorModule } from './cards-door.module.ts';
import { CardsResolver } from './cards.resolver.ts';
import { CardsStore } from './cards.store.ts';

/** Money that comes by a card processor. Off unless one is configured; the core knows its port alone. */
@Module({
  imports: [CardsDoorModule, ContributionsModule],
  providers: [
    CardAnswers,
    CardBookings,
    CardCheckouts,
    CardClock,
    CardEventsStore,
    CardFacts,
    CardInbox,
    CardPages,
    CardRefunds,
    CardsResolver,
    CardsStore,
  ],
  exports: [CardInbox],
})
export class ProcessorModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: CardClock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('cards.due', '* * * * *', () => this.clock.run());
  }
}
