import type { ExpenseAnswerFragment, ExpenseState } from '../../gql/graphql.ts';
import { amountText } from '../../platform/money.ts';
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
export function expenseWords(state: ExpenseState): { text: string; tone: ChipTone } {
  return { text: say(`money.state.${state}`), tone: tones[state] };
}

/** The categories offered for an expense. */
export const categories = ['equipment', 'food', 'room', 'printing', 'travel', 'fees', 'other'] as const;

/** The word of a category: our own for those we offer, else the slug as it stands in the book. */
export function categoryWord(category: string | null | undefined): string {
  if (!category) return '';
  const slug = category.split('.').at(-1) ?? category;
  return i18n.global.te(`money.category.${slug}`) ? say(`money.category.${slug}`) : slug;
}

/** What an entry of the book is, in words. */
export function entryWord(kind: string): string {
  return i18n.global.te(`money.entry.${kind}`) ? say(`money.entry.${kind}`) : kind;
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

/** Why an expense, or a step of one, was refused: in the reader's words, with what is left. */
export function refusalWords(answer: Exclude<ExpenseAnswerFragment, { __typename: 'Expense' }>): string {
  switch (answer.__typename) {
    case 'FundShort':
      return say('money.refused.fund', { amount: amountText(answer.available) });
    case 'LineSpent':
      return say('money.refused.over-line', { amount: amountText(answer.left) });
    case 'ExpenseRefused': {
      const { code, amount } = answer.why;
      if (code.startsWith('state-')) return say('money.refused.moved');
      return amount ? say(`money.refused.${code}`, { amount: amountText(amount) }) : say(`money.why.${code}`);
    }
  }
}
