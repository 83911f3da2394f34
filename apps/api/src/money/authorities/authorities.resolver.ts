import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { SpendingAuthorities } from './authorities.graphql.ts';
import { AuthorityPages } from './authority-pages.service.ts';

/** Who may spend what. */
@Resolver(() => SpendingAuthorities)
export class AuthoritiesResolver {
  constructor(private readonly pages: AuthorityPages) {}

  @Op('spending.read')
  @Query(() => SpendingAuthorities, { nullable: true, description: 'Nothing for whoever is no member.' })
  spendingAuthorities(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<SpendingAuthorities | null> {
    return this.pages.of(actor, handle);
  }
}
