import { Injectable } from '@nestjs/common';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { BookCategories } from './categories.graphql.ts';
import { CategoriesStore } from './categories.store.ts';

/** The list of categories, for whoever may read the sums of the book. */
@Injectable()
export class CategoryPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: CategoriesStore,
  ) {}

  async of(actor: Actor, handle: string): Promise<BookCategories | null> {
    const [door, found] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.of(this.database.reads, actor, handle),
    ]);
    if (!door || !found) return null;
    const { standing } = door;
    if (!this.policy.allows(actor, 'book.summary.read', { case: 'group' }, standing)) return null;
    return { ...found, canKeep: this.policy.allows(actor, 'category.keep', {}, standing) };
  }
}
