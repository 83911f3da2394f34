import type { EventPartsFragment } from '../../gql/graphql.ts';
import { dayText, timeText } from '../../platform/dates.ts';
import { say } from '../../platform/words.ts';
import type { RsvpFace } from './useRsvp.ts';

/** "Friday 13 March 13:00" on the event's own clock. */
export const momentText = (at: Date | string, zone: string): string => `${dayText(at, zone)} ${timeText(at, zone)}`;

/** "1st", "2nd", "3rd": how a language counts places in a line. */
function inLine(position: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(position);
  return say(`answers.inLine.${rule}`, { n: position });
}

/** "19 of 50 places taken", or nothing where an event has no limit or its counts are not shown. */
export function takenText({ capacity, seatsHeld }: EventPartsFragment): string {
  if (!capacity || seatsHeld == null) return '';
  return say('answers.taken', { count: seatsHeld, capacity });
}

/** Where somebody stands, in one plain sentence. */
export function headingOf(event: EventPartsFragment, face: RsvpFace): string {
  if (face === 'waiting') return inLine(event.myRsvp?.position ?? 1);
  return say(`events.status.${face}`);
}

/** What happens next, in one more. */
export function nextText(event: EventPartsFragment, face: RsvpFace, now: Date): string {
  const { myRsvp, rules, zone } = event;
  if (face === 'waiting') return queueText(event, now);
  if (face === 'going' && !event.waiting) return say('events.next.goingFree');
  if (face === 'offered' && myRsvp?.offerExpiresAt)
    return say('answers.offeredUntil', { until: momentText(myRsvp.offerExpiresAt, zone) });
  if (face === 'notYet' && rules.opensAt) return say('answers.opensAt', { at: momentText(rules.opensAt, zone) });
  if (face === 'closed') return say('answers.closedAt', { at: momentText(rules.closesAt ?? event.startAt, zone) });
  if (face === 'removed') return myRsvp?.reason || say('events.next.removed');
  return say(`events.next.${face}`);
}

function queueText({ rules, startAt, zone }: EventPartsFragment, now: Date): string {
  if (rules.waitlist === 'MANUAL') return say('answers.next.picked');
  const from = new Date(new Date(startAt).getTime() - rules.cutoffMinutes * 60_000);
  if (rules.cutoffMinutes === 0) return say('answers.next.given');
  return from > now ? say('answers.next.givenBefore', { at: momentText(from, zone) }) : say('answers.next.asked');
}
