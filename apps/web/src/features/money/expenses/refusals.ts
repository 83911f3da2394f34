import type { ExpenseAnswerFragment } from '../../../gql/graphql.ts';
import { amountText } from '../../../platform/money.ts';
import { say } from '../../../platform/words.ts';

/** What was refused, with its figures. */
export type Refused = Exclude<ExpenseAnswerFragment, { __typename: 'Expense' }>;

/** Why an expense, or a step of one, was refused: in the reader's words, with what is left. */
export function refusalWords(refused: Refused): string {
  switch (refused.__typename) {
    case 'FundShort':
      return say('money.refused.fund', { amount: amountText(refused.available) });
    case 'LineSpent':
      return say('money.refused.over-line', { amount: amountText(refused.left) });
    case 'ExpenseRefused':
      return refused.message;
  }
}
