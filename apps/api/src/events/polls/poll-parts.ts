import { PollClock } from './poll-clock.service.ts';
import { PollClosing } from './poll-closing.service.ts';
import { PollEdits } from './poll-edits.service.ts';
import { PollGuests } from './poll-guests.service.ts';
import { PollHeads } from './poll-heads.ts';
import { PollPages } from './poll-pages.service.ts';
import { PollRecords } from './poll-records.service.ts';
import { PollsResolver } from './polls.resolver.ts';
import { PollsService } from './polls.service.ts';
import { PollsStore } from './polls.store.ts';

/** The room of date polls, for the module. */
export const pollParts = [
  PollClock,
  PollClosing,
  PollEdits,
  PollGuests,
  PollHeads,
  PollPages,
  PollRecords,
  PollsResolver,
  PollsService,
  PollsStore,
];
