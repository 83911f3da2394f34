import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { type ProposalCard, ProposalConnection } from '../proposals.graphql.ts';
import { ProposalFilterInput } from './register.graphql.ts';
import { Register } from './register.service.ts';

@Resolver()
export class RegisterResolver {
  constructor(private readonly register: Register) {}

  @Op('proposal.read')
  @Query(() => ProposalConnection, {
    description: 'What a group has to decide, newest first, then what it has decided, the latest first.',
  })
  groupProposals(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('filter', { type: () => ProposalFilterInput, nullable: true }) filter?: ProposalFilterInput | null,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<ProposalCard>> {
    return this.register.ofGroup(actor, { handle, filter, first, after });
  }
}
