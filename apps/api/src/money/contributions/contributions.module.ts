import { Module, type OnModuleInit } from '@nestjs/common';
import { duesRules } from '#libs/governance';
import { ElectorSieves } from '../../decisions/index.ts';
import { DeadlineSources } from '../../events/index.ts';
import { Endings } from '../../groups/index.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { Arrivals } from './arrivals.service.ts';
import { Confirmations } from './confirmations.service.ts';
import { ContributionsResolver } from './contributions.resolver.ts';
import { ContributionsService } from './contributions.service.ts';
import { ContributionsStore } from './contributions.store.ts';
import { Dues } from './dues.service.ts';
import { GiftClock } from './gift-clock.service.ts';
import { GiftPages } from './gift-pages.service.ts';
import { GiftSides } from './gift-sides.service.ts';
import { GiftSteps } from './gift-steps.service.ts';
import { GiftsResolver } from './gifts.resolver.ts';
import { GiftsStore } from './gifts.store.ts';
import { Promises } from './promises.service.ts';
import { Refunds } from './refunds.service.ts';
import { TreasurerResolver } from './treasurer.resolver.ts';

/** Money that comes in: promised, due, given; in the book only once it has arrived. */
@Module({
  providers: [
    Arrivals,
    Confirmations,
    ContributionsResolver,
    ContributionsService,
    ContributionsStore,
    Dues,
    GiftClock,
    GiftPages,
    GiftSides,
    GiftSteps,
    GiftsResolver,
    GiftsStore,
    Promises,
    Refunds,
    TreasurerResolver,
  ],
  exports: [Arrivals, ContributionsService, ContributionsStore],
})
export class ContributionsModule implements OnModuleInit {
  constructor(
    private readonly endings: Endings,
    private readonly sieves: ElectorSieves,
    private readonly promises: Promises,
    private readonly dues: Dues,
    private readonly deadlines: DeadlineSources,
    private readonly store: GiftsStore,
    private readonly retention: Retention,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    // Submitted expenses, pay-outs due and arrears stay, and stay readable to whose they are.
    this.endings.on('book', (tx, { groupId, personId }) => this.promises.endInGroup(tx, groupId, personId));
    this.deadlines.add((personId) => this.store.deadlinesOf(this.database.reads, personId));
    this.retention.also('addresses of those who gave without an account', async () => {
      const gone = await rows(
        this.database.reads,
        `UPDATE contribution SET email = NULL WHERE email IS NOT NULL AND updated_at < clock_now() - interval '90 days' RETURNING 1`,
      );
      return gone.length;
    });
    this.sieves.add(async (tx, groupId, rules) => {
      if (!duesRules(rules).votes) return [];
      const standings = await this.dues.standings(tx, groupId);
      return [...standings].filter(([, { state }]) => state === 'behind').map(([personId]) => personId);
    });
  }
}
