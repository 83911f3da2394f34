import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import type { EventCard } from '../events.graphql.ts';
import type { TagCount } from './find.graphql.ts';
import { checkedFilter, type FilterInput, type FindFilter } from './filter.ts';
import { FindStore } from './find.store.ts';

/** From when on a filter looks: its first day wherever that begins on earth, or now. */
export function sinceOf(filter: FindFilter, now: Date): Date {
  return filter.from ? new Date(Date.parse(`${filter.from}T00:00:00Z`) - 14 * 3_600_000) : now;
}

/** The public page of what is coming. */
@Injectable()
export class FindService {
  constructor(
    private readonly database: Database,
    private readonly store: FindStore,
  ) {}

  async find(
    actor: Actor,
    input: FilterInput,
    page: { first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<EventCard>> {
    const filter = checkedFilter(input);
    const first = readFirst(page.first);
    const cards = await this.store.find(this.database.reads, actor, {
      filter,
      since: sinceOf(filter, new Date()),
      first,
      after: readCursor(page.after),
    });
    return toConnection(cards, first, (card) => cursorOf(card.startAt, card.id));
  }

  async tags(actor: Actor): Promise<TagCount[]> {
    return this.store.tags(this.database.reads, actor, new Date());
  }
}
