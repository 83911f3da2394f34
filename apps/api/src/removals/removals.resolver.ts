import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { RemovalAppeals } from './removal-appeals.service.ts';
import { RemovalPages } from './removal-pages.service.ts';
import { MyRemoval, OpenRemovalInput, RemovalCard, RemovalCase, RemovalDesk } from './removals.graphql.ts';
import { Removals } from './removals.service.ts';

const caseId = { type: () => ID } as const;
const text = { type: () => String } as const;

@Resolver(() => RemovalCase)
export class RemovalsResolver {
  constructor(
    private readonly pages: RemovalPages,
    private readonly cases: Removals,
    private readonly appeals: RemovalAppeals,
  ) {}

  @Op('removal.read')
  @Query(() => RemovalCase, { nullable: true, description: 'For members, and for the person whom it is about.' })
  removal(@Context('actor') actor: Actor, @Args('id', caseId) id: string): Promise<RemovalCase | null> {
    return this.pages.removal(actor, id);
  }

  @Op('removal.read')
  @Query(() => [RemovalCard], { description: 'The open cases of a group, for its members.' })
  removals(@Context('actor') actor: Actor, @Args('groupId', caseId) groupId: string): Promise<RemovalCard[]> {
    return this.pages.ofGroup(actor, groupId);
  }

  @Op('removal.read')
  @Query(() => [MyRemoval], { description: 'Cases about me that are not over, in any group.' })
  removalsAboutMe(@Context('actor') actor: Actor): Promise<MyRemoval[]> {
    return this.pages.mine(actor);
  }

  @Op('removal.read')
  @Query(() => RemovalDesk, { nullable: true, description: 'Null for who reads no cases here.' })
  removalDesk(
    @Context('actor') actor: Actor,
    @Args('groupId', caseId) groupId: string,
    @Args('personId', caseId) personId: string,
  ): Promise<RemovalDesk | null> {
    return this.pages.desk(actor, { groupId, personId });
  }

  @Op('removal.open')
  @Mutation(() => RemovalCase)
  async openRemoval(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => OpenRemovalInput }) input: OpenRemovalInput,
  ): Promise<RemovalCase> {
    return this.pages.seen(actor, await this.cases.open(actor, input));
  }

  @Op('removal.open')
  @Mutation(() => RemovalCase, { description: 'As the second member: it counts from now on.' })
  async joinRemoval(@Context('actor') actor: Actor, @Args('id', caseId) id: string): Promise<RemovalCase> {
    await this.cases.join(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('removal.withdraw')
  @Mutation(() => RemovalCase)
  async withdrawRemoval(
    @Context('actor') actor: Actor,
    @Args('id', caseId) id: string,
    @Args('reason', { ...text, nullable: true }) reason?: string,
  ): Promise<RemovalCase> {
    await this.cases.withdraw(actor, id, reason ?? '');
    return this.pages.seen(actor, id);
  }

  @Op('removal.extend')
  @Mutation(() => RemovalCase, { description: 'Three more days to reply, once.' })
  async extendRemovalReply(@Context('actor') actor: Actor, @Args('id', caseId) id: string): Promise<RemovalCase> {
    await this.cases.extend(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('removal.reply')
  @Mutation(() => RemovalCase)
  async replyToRemoval(
    @Context('actor') actor: Actor,
    @Args('id', caseId) id: string,
    @Args('reply', text) reply: string,
  ): Promise<RemovalCase> {
    await this.cases.reply(actor, id, reply);
    return this.pages.seen(actor, id);
  }

  @Op('removal.appeal')
  @Mutation(() => RemovalCase, { description: 'Once, within 14 days. The removal stands until it is decided.' })
  async appealRemoval(
    @Context('actor') actor: Actor,
    @Args('id', caseId) id: string,
    @Args('reason', text) reason: string,
  ): Promise<RemovalCase> {
    await this.appeals.appeal(actor, id, reason);
    return this.pages.seen(actor, id);
  }
}
