import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { CalendarFeeds } from '../feeds/calendar-feeds.service.ts';
import { alarmOf } from '../feeds/feed-entries.ts';
import { type Feed, keyOf, laterOf } from '../feeds/feed.ts';
import { type FeedPlace, type FeedRow, FeedsStore, type InstanceVersion } from '../feeds/feeds.store.ts';
import { feedWords } from '../feeds/feed-words.ts';
import { type FindFilter, queryOf } from './filter.ts';
import { conditionOf, FindStore } from './find.store.ts';
import { sinceOf } from './find.service.ts';
import { atomText, jsonFeedText, type NewsHead } from './syndication.ts';

export type FindForm = 'ics' | 'atom' | 'json';

const MOST_NEWS = 100;
const types: Readonly<Record<FindForm, string>> = {
  ics: CalendarFeeds.type,
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** Where the feed stands and which page shows the same. */
export interface FindAt {
  readonly feedPath: string;
  readonly pagePath: string;
  /** In place of the words of the filter. */
  readonly title?: string;
}

/** What somebody has found, to subscribe to: the same events as on the page, as calendar, Atom or JSON Feed. */
@Injectable()
export class FindFeeds {
  constructor(
    private readonly database: Database,
    private readonly store: FindStore,
    private readonly feeds: FeedsStore,
    private readonly calendars: CalendarFeeds,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A calendar keeps what has been for 90 days; what is read as news has the next hundred from today on. */
  async feed(
    form: FindForm,
    filter: FindFilter,
    { at, alarmMinutes = 0 }: { at?: FindAt; alarmMinutes?: number } = {},
  ): Promise<Feed> {
    const version = await this.feeds.instanceVersion(this.database.reads);
    const query = queryOf(filter);
    const place = at ?? { feedPath: `/find.${form}${query}`, pagePath: `/explore${query}` };
    const title = place.title ?? titleOf(filter, version);
    const key = keyOf(
      'find',
      form,
      place.feedPath,
      title,
      query,
      version.locale,
      version.n,
      version.today.toISOString(),
      String(alarmMinutes),
    );
    const changedAt = laterOf(version.changed_at, version.today);
    if (form === 'ics')
      return this.calendar({ key, changedAt, title, path: place.pagePath, alarmMinutes }, filter, version);
    const head: NewsHead = {
      title,
      pageUrl: `${this.config.baseUrl}${place.pagePath}`,
      feedUrl: `${this.config.baseUrl}${place.feedPath}`,
      baseUrl: this.config.baseUrl,
      locale: version.locale,
      updatedAt: changedAt,
    };
    const write = form === 'atom' ? atomText : jsonFeedText;
    return { key, changedAt, type: types[form], write: () => write(head, this.news(filter, version)) };
  }

  private calendar(
    of: { key: string; changedAt: Date; title: string; path: string; alarmMinutes: number },
    filter: FindFilter,
    version: InstanceVersion,
  ): Feed {
    const { where, values, name } = conditionOf(filter, 4);
    return this.calendars.feed(of.key, of.changedAt, () => ({
      name: of.title,
      path: of.path,
      zone: version.zone ?? 'UTC',
      scope: { name: filter.words || filter.tag ? null : name, where, values, viewerId: null, today: version.today },
      look: { locale: version.locale, ...alarmOf(of.alarmMinutes, 'all') },
    }));
  }

  private async *news(filter: FindFilter, { today }: InstanceVersion): AsyncGenerator<FeedRow[]> {
    const ids = await this.store.next(this.database.reads, { filter, since: sinceOf(filter, today), most: MOST_NEWS });
    yield* this.calendars.rows(
      { viewerId: null },
      ids.map((id): Pick<FeedPlace, 'id'> => ({ id })),
    );
  }
}

function titleOf(filter: FindFilter, { name, locale }: InstanceVersion): string {
  const words = feedWords(locale);
  const parts = [
    filter.words && `“${filter.words}”`,
    filter.tag && words.tag(filter.tag),
    filter.group,
    filter.online && words.online,
    filter.stepFree && words.stepFree,
    (filter.from || filter.to) && words.days(filter.from ?? '…', filter.to ?? '…'),
  ].filter(Boolean);
  return [name, parts.length > 0 ? parts.join(', ') : words.coming].join(': ');
}
