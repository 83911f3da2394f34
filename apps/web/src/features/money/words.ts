import type { ExpenseState } from '../../gql/graphql.ts';
import { i18n, say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

const tones: Readonly<Record<ExpenseState, ChipTone>> = {
  DRAFT: 'plain',
  SUBMITTED: 'wait',
  RETURNED: 'wait',
  APPROVED: 'done',
  PARTLY_PAID: 'done',
  PAID: 'quiet',
  REJECTED: 'quiet',
  WITHDRAWN: 'quiet',
};

/** The chip of an expense's state. */
export function expenseWords(state: ExpenseState, onHold = false): { text: string; tone: ChipTone } {
  if (onHold) return { text: say('money.state.ON_HOLD'), tone: 'stop' };
  return { text: say(`money.state.${state}`), tone: tones[state] };
}

/** A category with the group's own word for it. */
export interface CategoryNamed {
  readonly category: string;
  readonly name?: string | null;
}

/** The word of a category: the group's own, ours for those that every book begins with, else the slug as it stands in the book. */
export function categoryWord(
  category: string | null | undefined,
  own?: string | readonly CategoryNamed[] | null,
): string {
  if (!category) return '';
  const name = typeof own === 'string' ? own : own?.find((one) => one.category === category)?.name;
  if (name) return name;
  const slug = category.split('.').at(-1) ?? category;
  return i18n.global.te(`money.category.${slug}`) ? say(`money.category.${slug}`) : slug;
}

/** The name of a fund: our word for the general one, the group's own for every other. */
export function fundName(fund: { readonly kind: string; readonly name: string }): string {
  if (fund.kind === 'shortfall') return say('money.shortfall');
  return fund.kind === 'general' ? say('money.generalFund') : fund.name;
}

/** Funds to choose from; the general one is what is chosen where nothing is. */
export function fundItems(
  funds: readonly { readonly id: string; readonly kind: string; readonly name: string }[],
): { value: string; label: string }[] {
  return funds
    .filter(({ kind }) => kind !== 'shortfall')
    .map((fund) => ({ value: fund.kind === 'general' ? '' : fund.id, label: fundName(fund) }));
}

/** The name of an account that money lies in: our words for bank and cash box, else the last part of its path. */
export function holdingName(path: string): string {
  if (path === 'assets:bank:main') return say('money.holding.BANK');
  if (path === 'assets:cash:till') return say('money.holding.CASH');
  if (path === 'assets:processor:shares') return say('money.holding.SHARES');
  if (path === 'assets:processor:card') return say('money.holding.CARD');
  return path.split(':').slice(1).join(' ');
}
