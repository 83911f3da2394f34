import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { ElectorReminders } from './elector-reminders.service.ts';
import { ElectorReminder } from './reminders.graphql.ts';

@Resolver(() => ElectorReminder)
export class ElectorRemindersResolver {
  constructor(private readonly reminders: ElectorReminders) {}

  @Op('proposal.remind')
  @Mutation(() => ElectorReminder, { description: 'To those who have not voted, once a day; a dry run tells whom.' })
  remindElectors(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('dryRun', { type: () => Boolean }) dryRun: boolean,
  ): Promise<ElectorReminder> {
    return this.reminders.remind(actor, id, dryRun);
  }
}
