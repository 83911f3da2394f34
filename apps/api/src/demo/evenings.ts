import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import type { Act } from './acts.ts';
import { letsIn, needs } from './evening.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { happenings, rehearsalDoor, solderingNeeds } from './year/calendar.ts';

/** What people do at an evening, and who stood at its door. */
export function evenings(app: INestApplicationContext, house: House, time: TimeTravel): Act[] {
  const [, rehearsal, soldering] = happenings;
  const host = (): Actor => house.who(2);
  return [
    {
      days: time.daysTo(rehearsal!.days, rehearsal!.start) + 1 / 24,
      run: () => letsIn(app, host(), { eventId: house.event(rehearsal!.title), ...rehearsalDoor }),
    },
    {
      days: -0.25,
      run: () =>
        needs(app, host(), {
          eventId: house.event(soldering!.title),
          day: time.day(soldering!.days),
          needs: solderingNeeds,
        }),
    },
  ];
}
