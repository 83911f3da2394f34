import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { ChooseMailsInput, MailChoicesView } from './mail-choices.graphql.ts';
import { MailChoices } from './mail-choices.service.ts';
import type { MailKind } from './mail-kinds.ts';

@Resolver(() => MailChoicesView)
export class MailChoicesResolver {
  constructor(private readonly choices: MailChoices) {}

  @Op('person.private.read')
  @Query(() => MailChoicesView)
  async mailChoices(@Context('actor') actor: Actor): Promise<MailChoicesView> {
    return view(await this.choices.of(actor));
  }

  @Op('person.update')
  @Mutation(() => MailChoicesView)
  async chooseMails(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ChooseMailsInput }) input: ChooseMailsInput,
  ): Promise<MailChoicesView> {
    const { dayBefore, voteReminders, voteOutcomes, ...rest } = input;
    const named = { 'day-before': dayBefore, 'vote-reminders': voteReminders, 'vote-outcomes': voteOutcomes };
    const said = Object.entries({ ...named, ...rest }).filter(([, wanted]) => wanted != null);
    return view(await this.choices.choose(actor, Object.fromEntries(said) as Partial<Record<MailKind, boolean>>));
  }
}

function view({
  'day-before': dayBefore,
  'vote-reminders': voteReminders,
  'vote-outcomes': voteOutcomes,
  ...rest
}: Record<MailKind, boolean>): MailChoicesView {
  return { dayBefore, voteReminders, voteOutcomes, ...rest };
}
