import { Inject, Injectable } from '@nestjs/common';
import { type CalendarEvent, type CalendarHead, streamCalendar, zoneYears } from '#libs/calendar';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { colorName } from './color-name.ts';
import { type EntryLook, entryOf, goneEntry } from './feed-entries.ts';
import { type Feed, laterOf } from './feed.ts';
import { type FeedPlace, type FeedRow, type FeedScope, FeedsStore } from './feeds.store.ts';
import { entriesOfSeries, partsOf } from './series-entries.ts';
import { SeriesFeedStore } from './series-feed.store.ts';

const BATCH = 200;

/** A calendar to be written: its head, which events, and how they look to this reader. */
export interface CalendarOf {
  readonly name: string;
  readonly description?: string;
  /** Of the page that shows the same. */
  readonly path: string;
  /** Of the feed itself, where that may be known: never one with a token. */
  readonly sourcePath?: string;
  readonly color?: string;
  readonly zone: string;
  readonly scope: FeedScope;
  readonly look: Omit<EntryLook, 'baseUrl'>;
  /** Entries that are no events: the dates of open polls. */
  readonly besides?: readonly CalendarEvent[];
  /** Groups whose deleted events are taken back here. */
  readonly gone?: { readonly groupIds: readonly string[]; readonly isPublic: boolean };
  /** The group, or the one line of it, whose series are written as rules. */
  readonly series?: { readonly groupId: string; readonly lineId: string | null };
}

/** An entry to come: an event whose words are still to be read, or one that is there already. */
type Coming = { readonly start: string; readonly uid: string } & (
  | { readonly place: FeedPlace; readonly entry?: never }
  | { readonly entry: CalendarEvent; readonly place?: never }
);

/** Writes iCalendar feeds of events in pieces: which events is known first, their words come in batches and leave with them. */
@Injectable()
export class CalendarFeeds {
  static readonly type = 'text/calendar; charset=utf-8';

  constructor(
    private readonly database: Database,
    private readonly store: FeedsStore,
    private readonly series: SeriesFeedStore,
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

  /** Series as rules with their exceptions. */
  private async rules(
    scope: FeedScope,
    of: { groupId: string; lineId: string | null },
    look: EntryLook,
  ): Promise<CalendarEvent[]> {
    const found = await this.series.ofGroup(this.database.reads, { ...of, today: scope.today });
    const parts = found.flatMap((one) => partsOf(one) ?? []);
    const exceptions = parts.flatMap(({ own }) => own);
    const byId = new Map<string, FeedRow>();
    for await (const batch of this.rows(scope, exceptions)) for (const row of batch) byId.set(row.id, row);
    return parts.flatMap((one) => entriesOfSeries(one, byId, { look, today: scope.today }));
  }

  private async *text(of: CalendarOf): AsyncGenerator<string> {
    const look = { ...of.look, baseUrl: this.config.baseUrl };
    const places = await this.store.places(this.database.reads, of.scope);
    const rules = of.series ? await this.rules(of.scope, of.series, look) : [];
    const ready = [...(await this.gone(of)), ...(of.besides ?? []), ...rules];
    const times = places.map((place) => ({
      zone: place.zone,
      allDay: place.all_day,
      start: place.start_local,
      end: place.end_local,
    }));
    const stamps = [...places.map(({ updated_at }) => updated_at), ...ready.map(({ updatedAt }) => updatedAt)];
    yield* streamCalendar(
      this.head(of),
      { zones: zoneYears([...times, ...ready]), newest: laterOf(...stamps), isEmpty: stamps.length === 0 },
      this.entries(of.scope, inOrder(places, ready), look),
    );
  }

  private head(of: CalendarOf): CalendarHead {
    return {
      name: of.name,
      ...(of.description ? { description: of.description } : {}),
      ...(of.sourcePath ? { source: `${this.config.baseUrl}${of.sourcePath}` } : {}),
      ...(of.color ? { color: { name: colorName(of.color), hex: of.color } } : {}),
      zone: of.zone,
      url: `${this.config.baseUrl}${of.path}`,
      refreshMinutes: 60,
      year: of.scope.today.getUTCFullYear(),
    };
  }

  private async gone(of: CalendarOf): Promise<CalendarEvent[]> {
    if (!of.gone) return [];
    const stones = await this.store.tombstones(this.database.reads, of.gone.groupIds, of.gone.isPublic);
    return stones.map((stone) => goneEntry(stone, of.look.locale));
  }

  private async *entries(
    scope: FeedScope,
    coming: readonly Coming[],
    look: EntryLook,
  ): AsyncGenerator<CalendarEvent[]> {
    for (let at = 0; at < coming.length; at += BATCH) {
      const batch = coming.slice(at, at + BATCH);
      const ids = batch.flatMap(({ place }) => (place ? [place.id] : []));
      const rows = await this.store.rows(this.database.reads, scope.viewerId, ids);
      const byId = new Map(rows.map((row) => [row.id, row]));
      yield batch.flatMap(({ place, entry }) => {
        if (entry) return [entry];
        const row = byId.get(place.id);
        return row ? [entryOf(row, look)] : []; // deleted in between: its group's version has changed too
      });
    }
  }
}

/** By start, then UID. */
function inOrder(places: readonly FeedPlace[], ready: readonly CalendarEvent[]): Coming[] {
  const all: Coming[] = [
    ...places.map((place) => ({ place, start: place.start_local, uid: place.ical_uid })),
    ...ready.map((entry) => ({ entry, start: entry.start, uid: entry.uid })),
  ];
  const key = ({ start, uid }: Coming): string => `${start.padEnd(19, 'T00:00:00')} ${uid}`;
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
