import type { ExpenseReason, SpendingAuthority } from '#libs/money';
import { say, type Words } from '../../platform/words/words.ts';
import type { AuthorityOver } from '../expenses/expenses.store.ts';

/** How many approvals are still needed, and whom it is too much for alone. */
export function missingWords(
  { missing, beyond }: Extract<ExpenseReason, { code: 'needs-approvals' }>,
  currency: string,
): Words {
  if (missing > 1) return say`It still needs ${missing} approvals.`;
  return beyond ? beyondWords(beyond, currency) : say`It still needs the approval of somebody else.`;
}

/** Somebody could approve it alone if it were less. */
function beyondWords({ who, left, each }: SpendingAuthority, currency: string): Words {
  return each < left
    ? say`This is over what ${who} may approve alone (${{ minor: each, currency }} at a time): one more approval is needed.`
    : say`This is over what ${who} may approve alone (${{ minor: left, currency }} left): one more approval is needed.`;
}

/** It is more than the reader may approve alone. */
export function overWords({ left, each }: SpendingAuthority, currency: string): Words {
  return each < left
    ? say`This is over what you may approve alone (${{ minor: each, currency }} at a time): somebody with a duty has to do it.`
    : say`This is over what you may approve alone (${{ minor: left, currency }} left): somebody with a duty has to do it.`;
}

/** That somebody may approve alone, or did, and why. */
export function allowanceWords(
  one: Pick<AuthorityOver, 'what' | 'decision' | 'ceiling' | 'left' | 'used' | 'by' | 'holders'>,
  of: { currency: string; mine: boolean },
): Words {
  const { what, decision } = one;
  const ceiling = { minor: BigInt(one.ceiling), currency: of.currency };
  const left = { minor: BigInt(one.left), currency: of.currency };
  const who = one.holders.map(({ name }) => name).join(', ');
  if (one.used)
    return say`${one.by ?? who} approved this alone: the group gave ${ceiling} for “${what}” in decision ${decision}.`;
  return of.mine
    ? say`You may approve this alone: the group gave ${ceiling} for “${what}” in decision ${decision}, and ${left} are left.`
    : say`${who} may approve this alone: the group gave ${ceiling} for “${what}” in decision ${decision}, and ${left} are left.`;
}
