import { decimalText } from '#libs/money';
import type { BillPartsFragment, SplitPartsFragment } from '../../gql/graphql.ts';
import { fieldText } from '../../platform/money.ts';
import { payersIn } from './people.ts';
import type { SharingDraft } from './sharing.ts';

/** A bill as it is typed. */
export interface BillDraft extends SharingDraft, Record<string, unknown> {
  what: string;
  amount: string;
  currency: string;
  spentOn: string;
  payer: string;
  several: boolean;
  paid: Record<string, string>;
  reason: string;
  /** Where a refusal of the photos stands; they are kept apart. */
  photos: string;
}

/** A new bill: paid by me, shared evenly, a child half of an adult where weights are asked for. */
export function newBill(split: SplitPartsFragment, today: string): BillDraft {
  const ids = split.people.map(({ id }) => id);
  const blank = (): Record<string, string> => Object.fromEntries(ids.map((id) => [id, '']));
  return {
    what: '',
    amount: '',
    currency: split.bills[0]?.total.currency ?? split.currency,
    spentOn: today,
    payer: split.me ?? payersIn(split)[0]?.id ?? '',
    several: false,
    paid: blank(),
    reason: '',
    photos: '',
    mode: 'EVEN',
    chosen: ids,
    weights: Object.fromEntries(split.people.map(({ id, child }) => [id, child ? '1' : '2'])),
    percents: blank(),
    amounts: blank(),
    more: blank(),
    items: [{ what: '', amount: '', people: [...ids] }],
  };
}

/** A bill that was wrong, as it was typed, to be put right. */
export function draftOf(bill: BillPartsFragment, blank: BillDraft): BillDraft {
  const { currency } = bill.total;
  const text = (minor: string): string =>
    minor === '0'
      ? ''
      : minor.startsWith('-')
        ? `-${fieldText(-BigInt(minor), currency)}`
        : fieldText(BigInt(minor), currency);
  const values = (write: (value: string) => string): Record<string, string> =>
    Object.fromEntries(bill.parts.map(({ personId, value }) => [personId, write(value)]));
  const draft: BillDraft = {
    ...blank,
    what: bill.what,
    amount: fieldText(BigInt(bill.total.minor), currency),
    currency,
    spentOn: bill.spentOn,
    payer: bill.payers[0]?.personId ?? blank.payer,
    several: bill.payers.length > 1,
    paid: { ...blank.paid, ...Object.fromEntries(bill.payers.map((one) => [one.personId, text(one.amount.minor)])) },
    mode: bill.mode,
  };
  const chosen = bill.parts.map(({ personId }) => personId);
  switch (bill.mode) {
    case 'EVEN':
      return { ...draft, chosen };
    case 'WEIGHTS':
      return { ...draft, weights: { ...zeros(blank), ...values((value) => value) } };
    case 'PERCENT':
      return {
        ...draft,
        percents: { ...blank.percents, ...values((value) => decimalText({ minor: BigInt(value), currency: 'EUR' })) },
      };
    case 'EXACT':
      return { ...draft, amounts: { ...blank.amounts, ...values(text) } };
    case 'ADJUSTED':
      return { ...draft, chosen, more: { ...blank.more, ...values(text) } };
    case 'ITEMS':
      return {
        ...draft,
        items: bill.items.map((item) => ({ what: item.what, amount: text(item.minor), people: [...item.people] })),
      };
  }
}

const zeros = ({ weights }: BillDraft): Record<string, string> =>
  Object.fromEntries(Object.keys(weights).map((id) => [id, '0']));
