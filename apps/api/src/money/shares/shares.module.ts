import { Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../../decisions/index.ts';
import { FundShareEffect } from './fund-share.effect.ts';
import { SharesResolver } from './shares.resolver.ts';
import { Shares } from './shares.service.ts';
import { SharesStore } from './shares.store.ts';

/** A group gives to another one on this server. */
@Module({ providers: [FundShareEffect, Shares, SharesResolver, SharesStore], exports: [SharesStore] })
export class SharesModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly shares: FundShareEffect,
  ) {}

  onModuleInit(): void {
    this.effects.register('fund.share', this.shares);
  }
}
