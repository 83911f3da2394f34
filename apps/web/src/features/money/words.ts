import type { ExpenseState } from '../../gql/graphql.ts';
import { i18n, say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

const tones: Readonly<Record<ExpenseState, ChipTone>> = {
  DRAFT: 'plain',
  SUBMITTED: 'wait',
  RETURNED: 'wait',
  APPROVED: 'done',
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
