import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TalkParents } from '../discussions/index.ts';
import { FileParents } from '../platform/files/file-parents.ts';
import { LiveTopics } from '../platform/http/live-topics.ts';
import { PageHeads } from '../platform/http/page-heads.ts';
import { CardController } from './card.controller.ts';
import { discoveryControllers, DiscoveryModule } from './discovery/discovery.module.ts';
import { CheckInService } from './door/check-in.service.ts';
import { DoorCodeController } from './door/door-code.controller.ts';
import { DoorResolver } from './door/door.resolver.ts';
import { DoorSide } from './door/door-side.service.ts';
import { DoorService } from './door/door.service.ts';
import { DoorStore } from './door/door.store.ts';
import { FeedsModule } from './feeds/feeds.module.ts';
import { EventHeads } from './event-heads.ts';
import { withKey } from './event-ref.ts';
import { EventPages } from './event-pages.service.ts';
import { EventCancelEffect, EventEffects, EventScheduleEffect } from './event-effects.ts';
import { EventRecords } from './event-records.service.ts';
import { EventsResolver } from './events.resolver.ts';
import { EventsService } from './events.service.ts';
import { EventsStore } from './events.store.ts';
import { FollowedResolver } from './import/followed.resolver.ts';
import { FollowedService } from './import/followed.service.ts';
import { FollowedStore } from './import/followed.store.ts';
import { ImportWriter } from './import/import-writer.service.ts';
import { ImportController } from './import/import.controller.ts';
import { ImportService } from './import/import.service.ts';
import { ImportPlans } from './import/import-plans.service.ts';
import { SeriesBeginnings } from './import/series-beginnings.service.ts';
import { ImportsStore } from './import/imports.store.ts';
import { SeriesImport } from './import/series-import.service.ts';
import { SeriesImportsStore } from './import/series-imports.store.ts';
import { SeriesRefresh } from './import/series-refresh.service.ts';
import { AfterwordsController } from './reminders/afterwords.controller.ts';
import { AfterwordsResolver } from './reminders/afterwords.resolver.ts';
import { AfterwordsService } from './reminders/afterwords.service.ts';
import { ChangeNotices } from './reminders/change-notices.service.ts';
import { StillComingController } from './reminders/still-coming.controller.ts';
import { StillComingResolver } from './reminders/still-coming.resolver.ts';
import { StillComingService } from './reminders/still-coming.service.ts';
import { ReminderClock } from './reminders/reminder-clock.service.ts';
import { afterParts } from './after/after-parts.ts';
import { hostParts } from './hosts/host-parts.ts';
import { pollParts } from './polls/poll-parts.ts';
import { PollLinksController } from './polls/poll-links.controller.ts';
import { AnswersCsvController } from './rsvps/answers-csv.controller.ts';
import { DeskResolver } from './rsvps/desk.resolver.ts';
import { AnswerDesk } from './rsvps/desk.service.ts';
import { DeskSide } from './rsvps/desk-side.service.ts';
import { DeskStore } from './rsvps/desk.store.ts';
import { Forgetting } from './rsvps/forgetting.service.ts';
import { AnswerParts } from './rsvps/answer-parts.ts';
import { AnsweringStore } from './rsvps/answering.store.ts';
import { GuestAnswers } from './rsvps/guest-answers.service.ts';
import { RsvpLinksController } from './rsvps/rsvp-links.controller.ts';
import { RsvpSide } from './rsvps/rsvp-side.service.ts';
import { RsvpsResolver } from './rsvps/rsvps.resolver.ts';
import { RsvpsService } from './rsvps/rsvps.service.ts';
import { SeatClock } from './rsvps/seat-clock.service.ts';
import { Seats } from './rsvps/seats.store.ts';
import { Nights } from './series/nights.service.ts';
import { NightsOf } from './series/nights-of.store.ts';
import { SeriesChanges } from './series/series-changes.service.ts';
import { SeriesRecords } from './series/series-records.service.ts';
import { SeriesRsvps } from './series/series-rsvps.service.ts';
import { SeriesRsvpsStore } from './series/series-rsvps.store.ts';
import { SeriesSeats } from './series/series-seats.service.ts';
import { SeriesTies } from './series/series-ties.ts';
import { SeriesWrites } from './series/series-writes.service.ts';
import { AttendeesResolver } from './rsvps/attendees.resolver.ts';
import { AttendeesStore } from './rsvps/attendees.store.ts';
import { CardRhythmResolver, EventSeriesResolver, SeriesResolver } from './series/series.resolver.ts';
import { SeriesService } from './series/series.service.ts';
import { SeriesTasks } from './tasks/series-tasks.service.ts';
import { SeriesStore } from './series/series.store.ts';

/** What repeats. */
const seriesParts = [
  AttendeesResolver,
  AttendeesStore,
  CardRhythmResolver,
  EventSeriesResolver,
  Nights,
  NightsOf,
  SeriesChanges,
  SeriesRecords,
  SeriesResolver,
  SeriesRsvps,
  SeriesRsvpsStore,
  SeriesSeats,
  SeriesService,
  SeriesStore,
  SeriesTies,
  SeriesWrites,
];
import { TakesService } from './tasks/takes.service.ts';
import { TaskClock } from './tasks/task-clock.service.ts';
import { TaskLinksController } from './tasks/task-links.controller.ts';
import { TaskLinks } from './tasks/task-links.service.ts';
import { TaskRecords } from './tasks/task-records.service.ts';
import { TasksResolver } from './tasks/tasks.resolver.ts';
import { TasksService } from './tasks/tasks.service.ts';
import { TasksStore } from './tasks/tasks.store.ts';

@Global()
@Module({
  imports: [DiscoveryModule, FeedsModule],
  controllers: [
    ...discoveryControllers,
    AfterwordsController,
    StillComingController,
    AnswersCsvController,
    CardController,
    DoorCodeController,
    ImportController,
    PollLinksController,
    RsvpLinksController,
    TaskLinksController,
  ],
  providers: [
    AfterwordsResolver,
    AfterwordsService,
    ...seriesParts,
    ChangeNotices,
    AnswerDesk,
    AnswerParts,
    AnsweringStore,
    DeskResolver,
    DeskSide,
    DeskStore,
    CheckInService,
    DoorResolver,
    DoorService,
    DoorSide,
    DoorStore,
    EventCancelEffect,
    EventEffects,
    EventScheduleEffect,
    EventHeads,
    EventPages,
    EventRecords,
    EventsResolver,
    EventsService,
    EventsStore,
    FollowedResolver,
    FollowedService,
    FollowedStore,
    ImportService,
    ImportsStore,
    ImportPlans,
    SeriesBeginnings,
    SeriesTasks,
    SeriesImport,
    SeriesImportsStore,
    SeriesRefresh,
    ImportWriter,
    ReminderClock,
    ...afterParts,
    ...hostParts,
    ...pollParts,
    StillComingResolver,
    StillComingService,
    Forgetting,
    GuestAnswers,
    RsvpSide,
    RsvpsResolver,
    RsvpsService,
    SeatClock,
    Seats,
    TakesService,
    TaskClock,
    TaskLinks,
    TaskRecords,
    TasksResolver,
    TasksService,
    TasksStore,
  ],
  exports: [
    FeedsModule,
    AnswerParts,
    AnsweringStore,
    GuestAnswers,
    EventsStore,
    EventPages,
    EventsService,
    Nights,
    NightsOf,
    RsvpsService,
    SeriesChanges,
    SeriesRsvps,
    SeriesService,
    TakesService,
    TasksService,
    TasksStore,
    ...pollParts,
    CheckInService,
    DoorService,
  ],
})
export class EventsModule implements OnModuleInit {
  constructor(
    private readonly talks: TalkParents,
    private readonly topics: LiveTopics,
    private readonly files: FileParents,
    private readonly heads: PageHeads,
    private readonly pages: EventHeads,
    private readonly store: EventsStore,
  ) {}

  onModuleInit(): void {
    this.talks.register('event', async (db, actor, id) =>
      (await this.store.mayRead(db, actor, id)) ? ((await this.store.find(db, id))?.group_id ?? null) : null,
    );
    this.topics.register('event', (db, actor, id) => this.store.mayRead(db, actor, id));
    this.files.register('event', (db, actor, id, key) => this.store.mayRead(db, actor, withKey(id, key)));
    this.heads.register('/explore', () => this.pages.explore());
    this.heads.register('/e/:id', ({ id }) => this.pages.event(id!));
    for (const path of ['/g/:handle', '/g/:handle/about', '/g/:handle/calendar'])
      this.heads.register(path, ({ handle }) => this.pages.group(handle!));
    this.heads.list(() => this.pages.paths());
  }
}
