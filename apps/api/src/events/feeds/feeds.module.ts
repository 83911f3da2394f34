import { Module } from '@nestjs/common';
import { CalendarFeeds } from './calendar-feeds.service.ts';
import { DeadlineSources } from './deadline-sources.ts';
import { EventEntries } from './event-entries.service.ts';
import { FeedAddresses } from './feed-addresses.service.ts';
import { FeedBearers } from './feed-bearers.service.ts';
import { FeedCache } from './feed-cache.ts';
import { FeedsResolver } from './feeds.resolver.ts';
import { FeedsService } from './feeds.service.ts';
import { FeedsStore } from './feeds.store.ts';
import { OwnDates } from './own-dates.store.ts';
import { PersonalFeeds } from './personal-feeds.service.ts';
import { SeriesFeedStore } from './series-feed.store.ts';

/** Calendars by address. Reads events through the store of the events module. */
@Module({
  providers: [
    CalendarFeeds,
    DeadlineSources,
    EventEntries,
    FeedAddresses,
    FeedBearers,
    FeedCache,
    FeedsResolver,
    FeedsService,
    FeedsStore,
    OwnDates,
    PersonalFeeds,
    SeriesFeedStore,
  ],
  exports: [CalendarFeeds, DeadlineSources, EventEntries, FeedCache, FeedsService, FeedsStore, PersonalFeeds],
})
export class FeedsModule {}
