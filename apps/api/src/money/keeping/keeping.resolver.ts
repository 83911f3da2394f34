import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { EntryRequests } from './entry-requests.service.ts';
import { HandEntries } from './hand-entries.service.ts';
import { HoldingsService } from './holdings.service.ts';
import { OpenAccountInput } from './keeping-inputs.graphql.ts';
import { EntryWaiting, Keeping } from './keeping.graphql.ts';
import { KeepingPages } from './keeping-pages.service.ts';

/** Accounts where money lies, and entries that wait for a second person. */
@Resolver(() => Keeping)
export class KeepingResolver {
  constructor(
    private readonly pages: KeepingPages,
    private readonly holdings: HoldingsService,
    private readonly entries: HandEntries,
    private readonly requests: EntryRequests,
  ) {}

  @Op('book.accounts.read')
  @Query(() => Keeping, { nullable: true, description: 'Nothing for whoever is no member.' })
  keeping(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<Keeping | null> {
    return this.pages.of(actor, handle);
  }

  @Op('entry.approve')
  @Query(() => [EntryWaiting], { description: 'Entries by hand that wait for the viewer as the second person.' })
  entriesWaiting(@Context('actor') actor: Actor): Promise<EntryWaiting[]> {
    return this.pages.waiting(actor);
  }

  @Op('account.keep')
  @Mutation(() => ID, { description: 'Opens a bank account or a cash box.' })
  openAccount(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => OpenAccountInput }) input: OpenAccountInput,
  ): Promise<string> {
    const { kind } = input;
    if (kind !== 'bank' && kind !== 'cash') throw new BadInput('kind', 'Choose a bank account or a cash box.');
    return this.holdings.open(actor, { ...input, kind });
  }

  @Op('account.keep')
  @Mutation(() => Boolean)
  async renameAccount(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('name', { type: () => String }) name: string,
  ): Promise<boolean> {
    await this.holdings.rename(actor, id, name);
    return true;
  }

  @Op('account.keep')
  @Mutation(() => Boolean, { description: 'For good; only one that is empty.' })
  async closeAccount(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.holdings.close(actor, id);
    return true;
  }

  @Op('entry.approve')
  @Mutation(() => ID, { description: 'The second person says yes: the entry is booked. Its id.' })
  approveEntry(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<string> {
    return this.entries.approve(actor, id);
  }

  @Op('entry.approve')
  @Mutation(() => Boolean, { description: 'The second person says no.' })
  async declineEntry(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    await this.requests.drop(actor, id, { step: 'DECLINED', reason });
    return true;
  }

  @Op('entry.withdraw')
  @Mutation(() => Boolean, { description: 'Who asked takes it back before it is booked.' })
  async withdrawEntry(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.requests.drop(actor, id, { step: 'WITHDRAWN', reason: '' });
    return true;
  }
}
