import type { LoadPartsFragment, NoticeStatus } from '../../gql/graphql.ts';
import { dayText } from '../../platform/dates.ts';
import { say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

const tones: Readonly<Record<NoticeStatus, ChipTone>> = {
  POSTED: 'time',
  TALK: 'wait',
  STANDING: 'done',
  FREE: 'wait',
  DONE: 'quiet',
  WITHDRAWN: 'quiet',
  RAISED: 'quiet',
};

/** The chip of a notice's state; past its day it needs somebody, whatever it was. */
export function noticeChip(notice: { readonly status: NoticeStatus; readonly needsSomeone: boolean }): {
  text: string;
  tone: ChipTone;
} {
  return notice.needsSomeone
    ? { text: say('notices.state.FREE'), tone: 'wait' }
    : { text: say(`notices.state.${notice.status}`), tone: tones[notice.status] };
}

/** What somebody carries, in words. */
export function loadText({ notices, duties }: LoadPartsFragment): string {
  const parts = [
    ...(notices > 0 ? [say('notices.load.notices', { count: notices })] : []),
    ...(duties > 0 ? [say('notices.load.duties', { count: duties })] : []),
  ];
  return parts.length > 0 ? say('notices.load.carries', { what: parts.join(', ') }) : say('notices.load.nothing');
}

/** A day of the calendar, "Sat 13 Mar", with the year only if it is not this one. */
export function wallDay(day: string): string {
  return dayText(`${day}T12:00:00Z`, 'UTC', 'short');
}
