import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { DelegationBoard, GiveDelegationInput } from './delegations.graphql.ts';
import { DelegationsService } from './delegations.service.ts';

@Resolver(() => DelegationBoard)
export class DelegationsResolver {
  constructor(private readonly service: DelegationsService) {}

  @Op('delegation.read')
  @Query(() => DelegationBoard, { description: 'Who votes for whom in a group, for its members.' })
  delegations(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<DelegationBoard> {
    return this.service.board(actor, groupId);
  }

  @Op('delegation.set')
  @Mutation(() => DelegationBoard, { description: 'In place of a word of the same reach.' })
  async giveDelegation(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => GiveDelegationInput }) input: GiveDelegationInput,
  ): Promise<DelegationBoard> {
    await this.service.give(actor, input);
    return this.service.board(actor, input.groupId);
  }

  @Op('delegation.end')
  @Mutation(() => DelegationBoard)
  async endDelegation(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<DelegationBoard> {
    return this.service.board(actor, await this.service.takeBack(actor, id));
  }
}
