import { Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../../decisions/index.ts';
import { FundShareEffect } from './fund-share.effect.ts';

/** A group gives to another one on this server. */
@Module({ providers: [FundShareEffect] })
export class SharesModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly shares: FundShareEffect,
  ) {}

  onModuleInit(): void {
    this.effects.register('fund.share', this.shares);
  }
}
