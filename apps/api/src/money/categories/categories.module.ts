import { Module } from '@nestjs/common';
import { CategoriesResolver } from './categories.resolver.ts';
import { CategoriesService } from './categories.service.ts';
import { CategoryPages } from './category-pages.service.ts';
import { CategoriesStore } from './categories.store.ts';

/** What money comes from and goes to: the list that a group keeps. */
@Module({
  providers: [CategoriesResolver, CategoriesService, CategoriesStore, CategoryPages],
  exports: [CategoriesStore, CategoryPages],
})
export class CategoriesModule {}
