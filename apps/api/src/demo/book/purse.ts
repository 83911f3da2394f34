import type { MoneyInput } from '../../platform/graphql/money.type.ts';
import { group } from '../year/people.ts';

/** So much, in the group's currency. */
export const euros = (minor: number): MoneyInput => ({ minor: BigInt(minor), currency: group.currency });
