import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { EffectKind } from '#libs/governance';
import { type EffectExecutor, EffectExecutors } from '../effects.ts';
import { DutyEndEffect, DutyGiveEffect } from './duty-effects.ts';
import { MemberAdmitEffect, MemberRemoveEffect } from './member-effects.ts';
import { ProposalDraftEffect } from './proposal-draft.effect.ts';
import { AgreementAdoptEffect, RulebookAmendEffect } from './rule-effects.ts';

/** The effects on the roll, on the rules and on what comes next; events and money register their own. */
export const rollEffects = {
  'agreement.adopt': AgreementAdoptEffect,
  'duty.end': DutyEndEffect,
  'duty.give': DutyGiveEffect,
  'member.admit': MemberAdmitEffect,
  'member.remove': MemberRemoveEffect,
  'proposal.draft': ProposalDraftEffect,
  'rulebook.amend': RulebookAmendEffect,
} as const satisfies Partial<Record<EffectKind, Type<EffectExecutor>>>;

/** Registers them. */
@Injectable()
export class RollEffects implements OnModuleInit {
  constructor(
    private readonly executors: EffectExecutors,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const [kind, type] of Object.entries(rollEffects))
      this.executors.register(kind as EffectKind, this.module.get<EffectExecutor>(type));
  }
}
