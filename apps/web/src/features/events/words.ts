import type { EventStatus, RsvpStatus } from '../../gql/graphql.ts';
import { say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

interface Words {
  readonly text: string;
  readonly tone: ChipTone;
}

const rsvpTones: Readonly<Partial<Record<RsvpStatus, ChipTone>>> = {
  GOING: 'done',
  MAYBE: 'plain',
  NO: 'quiet',
  WAITLISTED: 'wait',
  OFFERED: 'wait',
  INVITED: 'time',
  REQUESTED: 'wait',
};

/** The chip of somebody's own answer, or null where there is none. */
export function rsvpWords(status: RsvpStatus | null): Words | null {
  const tone = status ? rsvpTones[status] : undefined;
  return tone ? { text: say(`events.rsvp.${status}`), tone } : null;
}

/** The chip of an event's own state, or null where it simply takes place. */
export function eventStateWords(event: {
  status: EventStatus;
  capacity?: number | null | undefined;
  seatsHeld?: number | null | undefined;
}): Words | null {
  if (event.status === 'CANCELLED') return { text: say('events.state.cancelled'), tone: 'stop' };
  if (event.status === 'POSTPONED') return { text: say('events.state.postponed'), tone: 'wait' };
  if (event.status === 'DRAFT') return { text: say('events.state.draft'), tone: 'plain' };
  if (event.capacity && event.seatsHeld != null && event.seatsHeld >= event.capacity)
    return { text: say('events.state.full'), tone: 'wait' };
  return null;
}
