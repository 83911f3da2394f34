import { Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../../decisions/index.ts';
import { AuthoritiesModule } from '../authorities/authorities.module.ts';
import { BudgetsModule } from '../budgets/budgets.module.ts';
import { TakeBackEffect } from './take-back.effect.ts';
import { TakingBack } from './taking-back.service.ts';
import { TakingBackStore } from './taking-back.store.ts';

/** A decision takes back an earlier one: what of it ends is in the book, so it stands here. */
@Module({
  imports: [AuthoritiesModule, BudgetsModule],
  providers: [TakeBackEffect, TakingBack, TakingBackStore],
})
export class TakingBackModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly takesBack: TakeBackEffect,
  ) {}

  onModuleInit(): void {
    this.effects.register('decision.take_back', this.takesBack);
  }
}
