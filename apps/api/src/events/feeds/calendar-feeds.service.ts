import { Inject, Injectable } from '@nestjs/common';
import { type CalendarEvent, writeCalendar } from '#libs/calendar';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import type { Feed } from './feed.ts';
import { type EntryLook, entryOf, goneEntry } from './feed-entries.ts';
import { type FeedPlace, type FeedRow, type FeedScope, FeedsStore, type Tombstone } from './feeds.store.ts';

const BATCH = 200;

/** A calendar to be written: its head, which events, and how they look to this reader. */
export interface CalendarOf {
  readonly name: string;
  readonly description?: string;
  /** Of the page that shows the same. */
  readonly path: string;
  readonly zone: string;
  readonly scope: FeedScope;
  readonly look: Omit<EntryLook, 'baseUrl'>;
  /** Entries that are no events: the dates of open polls. */
  readonly besides?: readonly CalendarEvent[];
  /** Groups whose deleted events are taken back here. */
  readonly gone?: { readonly groupIds: readonly string[]; readonly isPublic: boolean };
}

/** Writes iCalendar feeds of events: the places are known first, the words come in batches. */
@Injectable()
export class CalendarFeeds {
  static readonly type = 'text/calendar; charset=utf-8';

  constructor(
    private readonly database: Database,
    private readonly store: FeedsStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  feed(key: string, changedAt: Date, of: () => CalendarOf): Feed {
    return { key, changedAt, type: CalendarFeeds.type, write: () => this.text(of()) };
  }

  /** The rows of a scope in batches, by start. */
  async *rows(scope: Pick<FeedScope, 'viewerId'>, places: readonly Pick<FeedPlace, 'id'>[]): AsyncGenerator<FeedRow[]> {
    for (let at = 0; at < places.length; at += BATCH) {
      const ids = places.slice(at, at + BATCH).map(({ id }) => id);
      yield await this.store.rows(this.database.reads, scope.viewerId, ids);
    }
  }

  private async *text(of: CalendarOf): AsyncGenerator<string> {
    const { scope } = of;
    const look = { ...of.look, baseUrl: this.config.baseUrl };
    const gone = of.gone
      ? await this.store.tombstones(this.database.reads, of.gone.groupIds, of.gone.isPublic)
      : ([] as Tombstone[]);
    const events: CalendarEvent[] = gone.map((stone) => goneEntry(stone, look.locale));
    events.push(...(of.besides ?? []));
    const places = await this.store.places(this.database.reads, scope);
    for await (const batch of this.rows(scope, places)) events.push(...batch.map((row) => entryOf(row, look)));
    yield writeCalendar({
      name: of.name,
      ...(of.description ? { description: of.description } : {}),
      zone: of.zone,
      url: `${this.config.baseUrl}${of.path}`,
      refreshMinutes: 60,
      year: scope.today.getUTCFullYear(),
      events,
    });
  }
}
