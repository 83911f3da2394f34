import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { HappeningHandlers } from '../../platform/outbox/outbox.ts';
import { LapseClock } from './lapse-clock.service.ts';
import { LapsePages } from './lapse-pages.service.ts';
import { LapsesResolver } from './lapses.resolver.ts';
import { LapsesStore } from './lapses.store.ts';
import { Restoring } from './restoring.service.ts';

/** Memberships that lapse when dues are not paid, and come back when they are. */
@Module({ providers: [LapseClock, LapsePages, LapsesResolver, LapsesStore, Restoring], exports: [LapsesStore] })
export class LapsingModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: LapseClock,
    private readonly handlers: HappeningHandlers,
    private readonly restoring: Restoring,
  ) {}

  onModuleInit(): void {
    this.jobs.every('dues.lapse', '*/5 * * * *', () => this.clock.runDue());
    for (const kind of ['ContributionRecorded', 'DuesWaived'])
      this.handlers.on(kind, (tx, happening) => this.restoring.follow(tx, happening));
    this.handlers.on('MembershipReinstated', (tx, happening) => this.restoring.followBack(tx, happening));
  }
}
