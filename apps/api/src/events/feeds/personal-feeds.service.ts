import { Inject, Injectable } from '@nestjs/common';
import { writeCalendar } from '#libs/calendar';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { feedWords } from './feed-words.ts';
import { CalendarFeeds } from './calendar-feeds.service.ts';
import { DeadlineSources } from './deadline-sources.ts';
import { deadlineEntry, deadlineTask, takenEntry } from './deadlines.ts';
import { type Bearer, FeedBearers, type Fetch } from './feed-bearers.service.ts';
import { alarmOf } from './feed-entries.ts';
import { type FeedOptions, statusesOf } from './feed-options.ts';
import { answersScope, groupsScope } from './feed-scopes.ts';
import { type Feed, keyOf, laterOf } from './feed.ts';
import { FeedsStore, type PersonVersion } from './feeds.store.ts';

export type PersonalFeed = 'my' | 'groups' | 'deadlines';

/** Calendars behind a token: whoever has the address reads them, until it is revoked or the person's standing ends. */
@Injectable()
export class PersonalFeeds {
  constructor(
    private readonly database: Database,
    private readonly bearers: FeedBearers,
    private readonly store: FeedsStore,
    private readonly calendars: CalendarFeeds,
    private readonly dates: DeadlineSources,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Null for a token that is unknown, revoked, or whose person is suspended: one 404 for all. */
  async of(token: string, which: PersonalFeed, fetch: Fetch): Promise<Feed | null> {
    const bearer = await this.bearers.of(token, fetch);
    if (!bearer) return null;
    return which === 'my' ? this.mine(bearer) : which === 'groups' ? this.groups(bearer) : this.deadlines(bearer);
  }

  /** All that the person may see of one group; null as soon as they are no member. */
  async ofGroup(token: string, handle: string, fetch: Fetch): Promise<Feed | null> {
    const bearer = await this.bearers.of(token, fetch);
    const group = bearer ? await this.store.groupOf(this.database.reads, handle, bearer.person.groups) : null;
    if (!bearer || !group) return null;
    return this.ofGroups(bearer, {
      groupIds: [group.id],
      name: group.name,
      zone: group.zone,
      path: `/g/${handle}/calendar`,
    });
  }

  /** The dates of open polls, and what the person has taken on, are few, so their own words are part of the key. */
  private async mine({ person, options }: Bearer): Promise<Feed> {
    const polls = options.candidates
      ? await this.store.candidatesOf(this.database.reads, person.id, this.config.baseUrl)
      : [];
    const look = { baseUrl: this.config.baseUrl, locale: person.locale, alarmMinutes: 0 };
    const candidates = [...polls, ...(await this.dates.taken(person.id)).map((one) => takenEntry(one, look))];
    const key = keyOf('my', ...versionOf(person), JSON.stringify(options), JSON.stringify(candidates));
    const newest = candidates.map(({ updatedAt }) => updatedAt);
    return this.calendars.feed(key, laterOf(person.changed_at, person.today, ...newest), () => ({
      name: feedWords(person.locale).mine(person.name),
      path: '/',
      zone: person.zone,
      scope: answersScope(statusesOf(options), { viewerId: person.id, today: person.today }),
      look: lookOf(person, options),
      besides: candidates,
    }));
  }

  private groups(bearer: Bearer): Feed {
    const { person } = bearer;
    const name = feedWords(person.locale).groups(person.name);
    return this.ofGroups(bearer, { groupIds: person.groups, name, zone: person.zone, path: '/' });
  }

  private ofGroups(
    { person, options }: Bearer,
    of: { groupIds: string[]; name: string; zone: string; path: string },
  ): Feed {
    const key = keyOf('groups', ...versionOf(person), JSON.stringify(options), of.name, ...of.groupIds);
    return this.calendars.feed(key, laterOf(person.changed_at, person.today), () => ({
      ...of,
      scope: groupsScope(of.groupIds, { viewerId: person.id, today: person.today }),
      look: { ...lookOf(person, options), unanswered: 'free' },
      gone: { groupIds: of.groupIds, isPublic: false },
    }));
  }

  /** When votes close in which the person has a say, and other deadlines of theirs, as entries or as tasks. They are few, so their own words are the key. */
  private async deadlines({ person, options }: Bearer): Promise<Feed> {
    const found = await this.dates.of(person.id);
    const look = { baseUrl: this.config.baseUrl, locale: person.locale, ...options };
    const model = {
      name: feedWords(person.locale).deadlines(person.name),
      zone: person.zone,
      url: `${this.config.baseUrl}/`,
      refreshMinutes: 60,
      events: options.deadlinesAsTasks ? [] : found.map((one) => deadlineEntry(one, look)),
      todos: options.deadlinesAsTasks ? found.map((one) => deadlineTask(one, look)) : [],
    };
    return {
      key: keyOf('deadlines', JSON.stringify(model)),
      changedAt: laterOf(...found.map(({ updatedAt }) => updatedAt), person.today),
      type: CalendarFeeds.type,
      write: async function* () {
        yield writeCalendar({ ...model, year: person.today.getUTCFullYear() });
      },
    };
  }
}

const lookOf = ({ locale }: PersonVersion, { cancelledInTitle, alarmMinutes }: FeedOptions) => ({
  locale,
  cancelledInTitle,
  ...alarmOf(alarmMinutes, 'going'),
});

const versionOf = ({ id, n, name, zone, locale, today }: PersonVersion): string[] => [
  id,
  n,
  name,
  zone,
  locale,
  today.toISOString(),
];
