import type { BankAccountPartsFragment } from '../../../gql/graphql.ts';
import { amountText } from '../../../platform/money.ts';
import { say } from '../../../platform/words.ts';
import { holdingName } from '../words.ts';

/** Accounts of the group to choose from, with what lies in them. */
export function accountItems(accounts: readonly BankAccountPartsFragment[]): { value: string; label: string }[] {
  return accounts.map(({ id, label, path, balance }) => ({
    value: id,
    label: say('paying.accountWith', { name: label ?? holdingName(path), balance: amountText(balance) }),
  }));
}

/** The account that money usually moves on: the bank's in the group's currency. */
export function usualAccount(accounts: readonly BankAccountPartsFragment[], currency: string): string {
  const own = accounts.filter(({ balance }) => balance.currency === currency);
  return (own.find(({ path }) => path.startsWith('assets:bank:')) ?? own[0])?.id ?? '';
}
