import { type KeptAccountPartsFragment, type BookedPartsFragment } from '../../../gql/graphql.ts';
import { serverNow } from '../../../platform/clock.ts';
import { dayIn } from '../../../platform/days.ts';
import { useActKey } from '../../../platform/idempotency.ts';
import { say } from '../../../platform/words.ts';
import { toast } from '../../../ui/index.ts';
import { holdingName } from '../words.ts';

/** What another group gave, to be put into another fund: how much, and by which entry it came. */
export interface SharePut {
  readonly minor: string;
  readonly entryId: string;
}

/** The name of an account: what the group calls it, else our word for the ones that every book has. */
export function accountName({ name, path }: Pick<KeptAccountPartsFragment, 'name' | 'path'>): string {
  return name ?? holdingName(path);
}

/** Accounts to choose from, each with its currency. */
export function accountItems(accounts: readonly KeptAccountPartsFragment[]): { value: string; label: string }[] {
  return accounts
    .filter(({ closed }) => !closed)
    .map((account) => ({ value: account.id, label: `${accountName(account)}, ${account.balance.currency}` }));
}

/** What every entry by hand is sent with, and what is said once it is there. */
export function useHandEntry(group: { readonly id: string; readonly zone: string }) {
  const key = useActKey();
  const today = dayIn(serverNow(), group.zone);
  return {
    today,
    said: <T extends object>(more: T) => ({ input: { groupId: group.id, idempotencyKey: key.current(), ...more } }),
    done(booked: BookedPartsFragment, words: string): void {
      key.answered();
      toast(booked.requestId ? say('keeping.waits') : words);
    },
  };
}
