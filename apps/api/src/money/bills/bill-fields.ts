import { isCurrency, type ShareFault, sharesOf, type Split } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';
import { requiredName } from '../../platform/names.ts';
import { say, type Words } from '../../platform/words/words.ts';
import type { AddBillInput, SharingPartInput } from './splits.graphql.ts';
import type { Sharing } from './splits.store.ts';
import { hasCome, isDay } from '../../platform/days.ts';

/** A bill that adds up: who laid out what, and each one's part of it. */
export interface CheckedBill {
  readonly what: string;
  readonly spentOn: string;
  readonly currency: string;
  readonly total: bigint;
  readonly sharing: Sharing;
  readonly payers: ReadonlyMap<string, bigint>;
  readonly shares: ReadonlyMap<string, bigint>;
}

const MOST_MINOR = 10n ** 13n;
const MOST_ITEMS = 100;
const MOST_WEIGHT = 1000n;

/** Checks a bill and shares it out among those in the split. `turn`: where its odd units begin to fall; `today`: in the group. Throws BAD_USER_INPUT naming the field. */
export function checkedBill(
  input: AddBillInput,
  seats: ReadonlySet<string>,
  { turn, today }: { turn: number; today: string },
): CheckedBill {
  const { minor: total, currency } = input.total;
  if (!isCurrency(currency)) throw new BadInput('total', say`"${currency.slice(0, 10)}" is no currency we know.`);
  if (total <= 0n || total > MOST_MINOR) throw new BadInput('total', 'The amount must be more than nothing.');
  if (!isDay(input.spentOn)) throw new BadInput('spentOn', 'The day is missing.');
  hasCome('spentOn', input.spentOn, today);
  const what = requiredName('what', input.what, { what: 'What it was', max: 120 });
  const payers = payersOf(input, seats);
  const split = splitOf(input, seats);
  const read = sharesOf(total, split, turn);
  if (!read.ok) throw new BadInput(fieldOf(input), faultWords(read.fault, { ...read, currency, total }));
  return { what, spentOn: input.spentOn, currency, total, sharing: sharingOf(input), payers, shares: read.shares };
}

function payersOf({ payers, total }: AddBillInput, seats: ReadonlySet<string>): Map<string, bigint> {
  if (payers.length === 0) throw new BadInput('payers', 'Say who paid.');
  known(
    'payers',
    payers.map(({ personId }) => personId),
    seats,
  );
  if (payers.some(({ minor }) => minor <= 0n))
    throw new BadInput('payers', 'Whoever paid has paid more than nothing. Leave out who did not pay.');
  const sum = payers.reduce((all, { minor }) => all + minor, 0n);
  if (sum !== total.minor)
    throw new BadInput(
      'payers',
      say`The bill is ${total}, but those who paid have paid ${{ minor: sum, currency: total.currency }} together.`,
    );
  return new Map(payers.map(({ personId, minor }) => [personId, minor]));
}

function splitOf(input: AddBillInput, seats: ReadonlySet<string>): Split {
  if (input.mode === 'items') return { mode: 'items', items: itemsOf(input, seats) };
  const parts = input.parts ?? [];
  known(
    'parts',
    parts.map(({ personId }) => personId),
    seats,
  );
  const people = parts.map(({ personId }) => personId);
  switch (input.mode) {
    case 'even':
      return { mode: 'even', people };
    case 'weights':
      return { mode: 'weights', weights: values(parts, MOST_WEIGHT, say`A weight is a whole number from 0 to 1000.`) };
    case 'percent':
      return { mode: 'percent', hundredths: values(parts, 10_000n, say`A percentage is from 0 to 100.`) };
    case 'exact':
      return { mode: 'exact', amounts: values(parts, MOST_MINOR, say`Nobody’s part is less than nothing.`) };
    case 'adjusted':
      return {
        mode: 'adjusted',
        people,
        more: Object.fromEntries(parts.map((one) => [one.personId, one.value ?? 0n])),
      };
  }
}

function itemsOf({ items }: AddBillInput, seats: ReadonlySet<string>): { minor: bigint; people: string[] }[] {
  if (!items || items.length === 0 || items.length > MOST_ITEMS)
    throw new BadInput('items', 'A bill by items has 1 to 100 items.');
  return items.map(({ minor, people }) => {
    if (minor <= 0n || minor > MOST_MINOR)
      throw new BadInput('items', 'An item costs more than nothing. Type what was taken off as a lower total.');
    known('items', people, seats);
    return { minor, people };
  });
}

function values(parts: readonly SharingPartInput[], most: bigint, words: Words): Record<string, bigint> {
  const odd = parts.some(({ value }) => (value ?? 0n) < 0n || (value ?? 0n) > most);
  if (odd) throw new BadInput('parts', words);
  return Object.fromEntries(parts.map(({ personId, value }) => [personId, value ?? 0n]));
}

function known(field: string, ids: readonly string[], seats: ReadonlySet<string>): void {
  if (new Set(ids).size < ids.length) throw new BadInput(field, 'Somebody is named twice.');
  if (!ids.every((id) => seats.has(id))) throw new BadInput(field, 'Somebody named here is not among the people.');
}

function sharingOf({ mode, parts, items }: AddBillInput): Sharing {
  return {
    mode,
    parts:
      mode === 'items' ? [] : (parts ?? []).map((one) => ({ personId: one.personId, value: String(one.value ?? 0n) })),
    items:
      mode === 'items'
        ? (items ?? []).map(({ what, minor, people }) => ({
            what: [...what.trim()].slice(0, 120).join(''),
            minor: String(minor),
            people,
          }))
        : [],
  };
}

const fieldOf = ({ mode }: AddBillInput): string => (mode === 'items' ? 'items' : 'parts');
function faultWords(fault: ShareFault, of: { unassigned: bigint; currency: string; total: bigint }): Words {
  const { unassigned, currency } = of;
  switch (fault) {
    case 'nobody':
      return say`Say who shares it.`;
    case 'percent-not-whole':
      return say`The percentages do not add up to 100 %.`;
    case 'amounts-not-whole':
      return unassigned > 0n
        ? say`${{ minor: unassigned, currency }} of the bill are not shared out yet.`
        : say`${{ minor: -unassigned, currency }} more than the bill are shared out.`;
    case 'share-below-zero':
      return say`With these amounts somebody would be paid for having been there. Make the differences smaller.`;
    case 'item-without-people':
      return say`Say who had each item.`;
  }
}
