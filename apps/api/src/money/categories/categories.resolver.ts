import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { BookCategories, type CategoryKind, categoryKinds } from './categories.graphql.ts';
import { CategoryPages } from './category-pages.service.ts';
import { CategoriesService } from './categories.service.ts';

/** The list of categories of a book. */
@Resolver(() => BookCategories)
export class CategoriesResolver {
  constructor(
    private readonly pages: CategoryPages,
    private readonly categories: CategoriesService,
  ) {}

  @Op('book.summary.read')
  @Query(() => BookCategories, { nullable: true })
  bookCategories(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<BookCategories | null> {
    return this.pages.of(actor, handle);
  }

  @Op('category.keep')
  @Mutation(() => String, { description: 'Adds one at the end. How it stands in the book, for good.' })
  addCategory(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('kind', { type: () => categoryKinds }) kind: CategoryKind,
    @Args('name', { type: () => String }) name: string,
  ): Promise<string> {
    return this.categories.add(actor, { groupId, kind, name });
  }

  @Op('category.keep')
  @Mutation(() => Boolean, { description: 'An empty name brings back our word for one of ours.' })
  async renameCategory(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('category', { type: () => String }) category: string,
    @Args('name', { type: () => String }) name: string,
  ): Promise<boolean> {
    await this.categories.rename(actor, { groupId, category, name });
    return true;
  }

  @Op('category.keep')
  @Mutation(() => Boolean, { description: 'Forms do not offer it any more, or again; what stands under it stays.' })
  async archiveCategory(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('category', { type: () => String }) category: string,
    @Args('archived', { type: () => Boolean }) archived: boolean,
  ): Promise<boolean> {
    await this.categories.archive(actor, { groupId, category, archived });
    return true;
  }

  @Op('category.keep')
  @Mutation(() => Boolean, { description: 'Puts them in this order in forms.' })
  async orderCategories(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('categories', { type: () => [String] }) categories: string[],
  ): Promise<boolean> {
    await this.categories.order(actor, { groupId, categories });
    return true;
  }
}
