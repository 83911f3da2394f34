import type { DuesState, GiftPartsFragment } from '../../../gql/graphql.ts';
import { dateFormat } from '../../../platform/dates.ts';
import { amountText } from '../../../platform/money.ts';
import { say } from '../../../platform/words.ts';
import type { ChipTone } from '../../../ui/index.ts';

/** A day of the calendar as people read it. */
export const dayWords = (day: string): string =>
  dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** The chip of a contribution: what of it is waited for says more than its state. */
export function giftState(gift: GiftPartsFragment): { text: string; tone: ChipTone } {
  if (gift.refunds.some(({ state }) => state === 'ASKED')) return { text: say('gifts.refundAsked'), tone: 'wait' };
  if (gift.said) return { text: say('gifts.toConfirm'), tone: 'wait' };
  if (gift.overdue) return { text: say('gifts.dueSince', { day: dayWords(gift.dueOn!) }), tone: 'wait' };
  return { text: say(`gifts.state.${gift.state}`), tone: gift.state === 'PLEDGED' ? 'plain' : 'quiet' };
}

/** What a contribution is: dues of a month, a place at an event, what it was given for. */
export function giftTitle(gift: GiftPartsFragment): string {
  if (gift.kind === 'DUES') return say('gifts.duesOf', { period: dayWords(gift.period!) });
  if (gift.kind === 'TICKET') return gift.eventTitle ?? say('gifts.kind.TICKET');
  if (gift.kind === 'GRANT') return say('gifts.grantFor', { fund: gift.fundName });
  return gift.purpose || say('gifts.kind.GIFT');
}

/** The amount that stands beside it: what is still due, else what has come, else what was promised. */
export function giftAmount(gift: GiftPartsFragment): string {
  if (gift.due.minor !== '0') return amountText(gift.due);
  return amountText(gift.received.minor === '0' ? gift.pledged : gift.received);
}

export const duesTones: Readonly<Record<DuesState, ChipTone>> = {
  NONE: 'quiet',
  PAID_UP: 'done',
  DUE: 'plain',
  BEHIND: 'wait',
};

/** Where somebody stands with their dues. */
export function duesWords(of: { readonly state: DuesState; readonly since?: string | null | undefined }): string {
  return say(`gifts.standing.${of.state}`, { day: of.since ? dayWords(of.since) : '' });
}
