// What others may use of events: events, answers to them, their feeds.
export { EventsModule } from './events.module.ts';
export { EventsStore, type EventRow } from './events.store.ts';
export { EventPages } from './event-pages.service.ts';
export { EventsService } from './events.service.ts';
export { RsvpsService } from './rsvps/rsvps.service.ts';
export { FollowedService } from './import/followed.service.ts';
export { EventView } from './events.graphql.ts';
export { placeText, whenText } from './words.ts';
export { Nights } from './series/nights.service.ts';
export { SeriesChanges } from './series/series-changes.service.ts';
export { SeriesRsvps } from './series/series-rsvps.service.ts';
export { SeriesService } from './series/series.service.ts';
export { NightsOf, type ToldNight } from './series/nights-of.store.ts';
export { TasksStore } from './tasks/tasks.store.ts';
