import { createHash } from 'node:crypto';
import { matterOf } from '#libs/governance';
import { BadInput } from '../platform/graphql/errors.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText, requiredName } from '../platform/names.ts';
import type { NoticeFieldsInput } from './notices.graphql.ts';
import { say } from '../platform/words/words.ts';
import { isDay } from '../platform/days.ts';

/** The fields of a notice as they are stored. */
export interface CheckedNotice {
  readonly title: string;
  readonly body: string;
  readonly body_html: string;
  readonly until_on: string | null;
  readonly minor: string | null;
  readonly currency: string | null;
  readonly matter: Buffer;
}

/** Checks what was typed: words, a day that is still to come, an amount within the rule. Throws BAD_USER_INPUT naming the field. */
export function checkedNotice(
  input: NoticeFieldsInput,
  of: { readonly today: string; readonly spendMax: string; readonly currency: string },
): CheckedNotice {
  const title = requiredName('title', input.title, { what: 'What you do', max: 200 });
  const body = longText('body', input.body, { what: 'The text', max: 10_000 });
  const untilOn = checkedDay(input.untilOn, of.today);
  const minor = checkedAmount(input, of);
  return {
    title,
    body,
    body_html: renderMarkdown(body),
    until_on: untilOn,
    minor,
    currency: minor === null ? null : of.currency,
    matter: createHash('sha256').update(matterOf({ title, body, minor, untilOn })).digest(),
  };
}

/** A day of the calendar from today on, or none. */
export function checkedDay(day: string | null | undefined, today: string): string | null {
  if (!day) return null;
  if (!isDay(day)) throw new BadInput('untilOn', 'This is no day of the calendar. Write it like 2027-03-13.');
  if (day < today) throw new BadInput('untilOn', 'This day is over. Choose a later one, or none.');
  return day;
}

function checkedAmount(
  { amount }: NoticeFieldsInput,
  { spendMax, currency }: { readonly spendMax: string; readonly currency: string },
): string | null {
  if (!amount) return null;
  const minor = BigInt(String(amount.minor));
  if (minor <= 0n) throw new BadInput('amount', 'The amount must be more than nothing. Leave it empty for none.');
  if (amount.currency !== currency)
    throw new BadInput('amount', say`A notice spends ${currency}, the money of the group.`);
  if (minor <= BigInt(spendMax)) return minor.toString();
  const most = { minor: BigInt(spendMax), currency };
  throw new BadInput(
    'amount',
    say`By notice you can spend up to ${most}. For more, put a proposal that opens a budget line.`,
  );
}
