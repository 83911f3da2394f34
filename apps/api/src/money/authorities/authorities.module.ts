import { Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../../decisions/index.ts';
import { AuthoritiesResolver } from './authorities.resolver.ts';
import { AuthoritiesStore } from './authorities.store.ts';
import { AuthorityClock } from './authority-clock.service.ts';
import { AuthorityPages } from './authority-pages.service.ts';
import { AuthorityRecords } from './authority-records.service.ts';
import { AuthorityUses } from './authority-uses.service.ts';
import { SpendingGrantEffect } from './spending-grant.effect.ts';
import { SpendingWithdrawEffect } from './spending-withdraw.effect.ts';

/** What decisions let members approve alone. */
@Module({
  providers: [
    AuthoritiesResolver,
    AuthoritiesStore,
    AuthorityClock,
    AuthorityPages,
    AuthorityRecords,
    AuthorityUses,
    SpendingGrantEffect,
    SpendingWithdrawEffect,
  ],
  exports: [AuthorityRecords, AuthorityUses],
})
export class AuthoritiesModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly grants: SpendingGrantEffect,
    private readonly withdraws: SpendingWithdrawEffect,
  ) {}

  onModuleInit(): void {
    this.effects.register('spending.grant', this.grants);
    this.effects.register('spending.withdraw', this.withdraws);
  }
}
