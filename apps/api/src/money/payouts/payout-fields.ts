import { ibanOf, isIban } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';
import { requiredName } from '../../platform/names.ts';

export const payoutWays = { IBAN: 'IBAN', CASH: 'CASH', WORDS: 'WORDS' } as const;
export type PayoutWay = keyof typeof payoutWays;

/** How somebody is paid. What the way does not need is empty. */
export interface PayoutDetail {
  readonly way: PayoutWay;
  /** Whose the account is. */
  readonly name: string;
  readonly iban: string;
  readonly words: string;
}

/** A payout detail as it is typed. */
export interface PayoutTyped {
  readonly way: PayoutWay;
  readonly name?: string | null;
  readonly iban?: string | null;
  readonly words?: string | null;
}

/** An account number as it is kept. Throws BAD_USER_INPUT for one with a typing mistake. */
export function checkedIban(typed: string, field = 'iban'): string {
  if (!isIban(typed))
    throw new BadInput(field, 'This account number has a typing mistake: its check digits do not fit.');
  return ibanOf(typed);
}

/** Checks what was typed. Throws BAD_USER_INPUT naming the field. */
export function checkedPayout({ way, name, iban, words }: PayoutTyped): PayoutDetail {
  switch (way) {
    case 'CASH':
      return { way, name: '', iban: '', words: '' };
    case 'WORDS':
      return {
        way,
        name: '',
        iban: '',
        words: requiredName('words', words ?? '', { what: 'How to pay you', max: 300 }),
      };
    case 'IBAN':
      return {
        way,
        name: requiredName('name', name ?? '', { what: 'The name of the account', max: 70 }),
        iban: checkedIban(iban ?? ''),
        words: '',
      };
  }
}
