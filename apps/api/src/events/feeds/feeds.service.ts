import { Inject, Injectable } from '@nestjs/common';
import { writeCalendar } from '#libs/calendar';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { isId } from '../../platform/ids.ts';
import { EventsStore } from '../events.store.ts';
import { CalendarFeeds } from './calendar-feeds.service.ts';
import { alarmOf, entryOf } from './feed-entries.ts';
import type { FeedOptionsInput } from './feed-options.ts';
import { groupScope, seriesScope } from './feed-scopes.ts';
import { type Feed, keyOf, laterOf } from './feed.ts';
import { FeedsStore } from './feeds.store.ts';
import { SeriesFeedStore } from './series-feed.store.ts';

/** Calendars that need no token: of a group what is public, and single events as far as the reader may see them. */
@Injectable()
export class FeedsService {
  constructor(
    private readonly database: Database,
    private readonly store: FeedsStore,
    private readonly calendars: CalendarFeeds,
    private readonly events: EventsStore,
    private readonly series: SeriesFeedStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async ofGroup(handle: string, { alarmMinutes = 0 }: FeedOptionsInput = {}): Promise<Feed | null> {
    const group = await this.store.groupVersion(this.database.reads, handle);
    if (!group) return null;
    const key = keyOf('group', group.id, group.n, group.today.toISOString(), String(alarmMinutes));
    return this.calendars.feed(key, laterOf(group.changed_at, group.today), () => ({
      name: group.name,
      description: group.summary,
      path: `/g/${handle}/calendar`,
      sourcePath: `/g/${handle}/events.ics`,
      color: group.color,
      zone: group.zone,
      scope: groupScope(group.id, { viewerId: null, today: group.today }),
      look: { locale: group.locale, ...alarmOf(alarmMinutes, 'all') },
      gone: { groupIds: [group.id], isPublic: true },
      series: { groupId: group.id, lineId: null },
    }));
  }

  /** One series of a group, with what it continues and what continues it. */
  async ofSeries(handle: string, seriesId: string, { alarmMinutes = 0 }: FeedOptionsInput = {}): Promise<Feed | null> {
    const group = await this.store.groupVersion(this.database.reads, handle);
    const line = group && isId(seriesId) ? await this.series.lineOf(this.database.reads, group.id, seriesId) : null;
    if (!group || !line) return null;
    const key = keyOf('series', line.lineId, group.n, group.today.toISOString(), String(alarmMinutes));
    return this.calendars.feed(key, laterOf(group.changed_at, group.today), () => ({
      name: `${line.title} · ${group.name}`,
      path: `/g/${handle}/calendar`,
      zone: group.zone,
      scope: seriesScope(group.id, line.lineId, { viewerId: null, today: group.today }),
      look: { locale: group.locale, ...alarmOf(alarmMinutes, 'all') },
      series: { groupId: group.id, lineId: line.lineId },
    }));
  }

  /** One event to take home; its key holds whatever of it this reader sees. */
  async ofEvent(actor: Actor, id: string): Promise<{ feed: Feed; name: string } | null> {
    const page = await this.events.page(this.database.reads, actor, id);
    const [row] = page ? await this.store.rows(this.database.reads, actor.personId, [page.id]) : [];
    if (!page || !row || row.status === 'draft') return null;
    const event = entryOf(row, { baseUrl: this.config.baseUrl, locale: actor.locale });
    const write = async function* (this: FeedsService): AsyncGenerator<string> {
      yield writeCalendar({
        name: page.title,
        zone: page.zone,
        url: `${this.config.baseUrl}/e/${id}`,
        refreshMinutes: 60,
        year: Number(page.startLocal.slice(0, 4)),
        events: [event],
      });
    };
    const feed = {
      key: keyOf('event', JSON.stringify(event)),
      changedAt: row.updated_at,
      type: CalendarFeeds.type,
      write: write.bind(this),
    };
    return { feed, name: page.title };
  }
}
