import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';
import { readAddress } from '../../platform/mail/mail-text.ts';
import { say } from '../../platform/words/words.ts';
import type { BooksStore, Fund } from '../ledger/books.store.ts';

/** More than any community is ever given at once. */
const MOST = 10n ** 15n;

/** An address as it is kept, null where none was typed. Throws BAD_USER_INPUT naming `email`. */
export function readEmail(typed: string | null | undefined): string | null {
  if (!typed?.trim()) return null;
  const email = readAddress(typed);
  if (!email) throw new BadInput('email', 'This is not an e-mail address. It looks like ana@example.org.');
  return email;
}

/** An amount of minor units above zero in a currency that we know. Throws BAD_USER_INPUT naming the field. */
export function readAmount(amount: { minor: bigint; currency: string }, currency: string, field = 'amount'): bigint {
  if (!isCurrency(amount.currency))
    throw new BadInput(field, say`"${amount.currency.slice(0, 10)}" is no currency we know.`);
  if (amount.minor <= 0n) throw new BadInput(field, 'The amount must be more than nothing.');
  if (amount.minor > MOST) throw new BadInput(field, 'That is more than a book can hold. Type a smaller amount.');
  if (amount.currency !== currency)
    throw new BadInput(field, say`The fund is kept in ${currency}, so the amount must be in ${currency}.`);
  return amount.minor;
}

/** The open fund that money is for, the general one where none is named, and the amount in its currency. */
export async function readForFund(
  db: EntityManager,
  books: BooksStore,
  of: { bookId: string; fundId?: string | null; amount: { minor: bigint; currency: string } },
): Promise<{ fund: Fund; minor: bigint }> {
  const fund = await books.findFund(db, of.bookId, of.fundId ?? null);
  if (!fund) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
  return { fund, minor: readAmount(of.amount, fund.currency) };
}
