// An answer by mail (RFC 5546 3.2.3, METHOD:REPLY): what it says, nothing believed. Whether token, UID and sequence fit is the caller's to decide.

import ICAL from 'ical.js';
import { instantOf, isZone } from '#libs/zone';
import { replyBlock } from './blocks.ts';
import { clean, oneLine } from './text.ts';

/** What an answer says. */
export interface CalendarReply {
  readonly method: 'REPLY' | 'COUNTER';
  readonly uid: string;
  /** The date of a series that is answered: as it is written and, where its zone is known, as an instant in milliseconds. */
  readonly recurrenceId: { readonly wall: string; readonly at: number | null } | null;
  readonly sequence: number;
  /** The address of the one who answers, lower case. */
  readonly attendee: string;
  readonly answer: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' | 'NEEDS-ACTION';
  /** What they add, or why they propose another time; at most 1000 characters. */
  readonly comment: string;
}

/** Why a text is no answer that can be used. */
export type ReplyFault = 'too-large' | 'unreadable' | 'other-method' | 'no-uid' | 'no-attendee' | 'unknown-answer';

const MAX_REPLY = 256 * 1024;
const ANSWERS = ['ACCEPTED', 'TENTATIVE', 'DECLINED', 'NEEDS-ACTION'] as const;

/** Reads the calendar part of a mail that answers an invitation. Never throws: a fault is a code. */
export function readReply(source: string): CalendarReply | ReplyFault {
  if (source.length > MAX_REPLY) return 'too-large';
  try {
    return replyOf(source);
  } catch {
    return 'unreadable'; // ical.js says only which character it did not like
  }
}

function replyOf(source: string): CalendarReply | ReplyFault {
  const block = replyBlock(source);
  if (!block) return 'unreadable';
  const { method, event } = block;
  if (method !== 'REPLY' && method !== 'COUNTER') return 'other-method';
  const uid = oneLine(String(event.getFirstPropertyValue('uid') ?? '')).slice(0, 300);
  if (uid === '') return 'no-uid';
  const attendees = event.getAllProperties('attendee');
  const [, email] = /^mailto:([^\s@]+@[^\s@]+)$/i.exec(String(attendees[0]?.getFirstValue() ?? '')) ?? [];
  if (attendees.length !== 1 || !email) return 'no-attendee';
  const partstat = String(attendees[0]!.getParameter('partstat') ?? 'NEEDS-ACTION').toUpperCase();
  const answer = ANSWERS.find((one) => one === partstat);
  if (!answer) return 'unknown-answer';
  const sequence: unknown = event.getFirstPropertyValue('sequence');
  const comments = event.getAllProperties('comment').map((one) => clean(String(one.getFirstValue() ?? '')).trim());
  return {
    method,
    uid,
    recurrenceId: originalOf(event),
    sequence: typeof sequence === 'number' && sequence >= 0 ? sequence : 0,
    attendee: email.toLowerCase(),
    answer,
    comment: comments
      .filter((one) => one !== '')
      .join('\n')
      .slice(0, 1000),
  };
}

function originalOf(event: InstanceType<typeof ICAL.Component>): CalendarReply['recurrenceId'] {
  const property = event.getFirstProperty('recurrence-id');
  const time: unknown = property?.getFirstValue();
  if (!(time instanceof ICAL.Time)) return null;
  const wall = time.toString().slice(0, time.isDate ? 10 : 19);
  if (time.isDate) return { wall, at: null };
  const tzid: unknown = property!.getParameter('tzid');
  const zone = time.zone === ICAL.Timezone.utcTimezone ? 'UTC' : typeof tzid === 'string' && isZone(tzid) ? tzid : null;
  return { wall, at: zone === null ? null : instantOf(wall, zone).at };
}
