import type { AdvanceCardPartsFragment, ExpensePartsFragment } from '../../../gql/graphql.ts';
import { dayNames } from '../../../platform/dates.ts';
import { amountText } from '../../../platform/money.ts';
import { say } from '../../../platform/words.ts';
import type { ChipTone } from '../../../ui/index.ts';

type Standing = AdvanceCardPartsFragment['standing'];

const tones: Readonly<Record<Standing, ChipTone>> = {
  DRAFT: 'plain',
  ASKED: 'wait',
  TO_PAY: 'done',
  OUT: 'done',
  OVERDUE: 'stop',
  SETTLED: 'quiet',
  ENDED: 'quiet',
};

/** The chip of where an advance stands. */
export const advanceChip = (standing: Standing): { text: string; tone: ChipTone } => ({
  text: say(`advances.standing.${standing}`),
  tone: tones[standing],
});

/** Where a paid advance stands and what happens next, in one sentence; empty where its expense says it. */
export function advanceNext({ advance, payeeName }: Pick<ExpensePartsFragment, 'advance' | 'payeeName'>): string {
  if (!advance || !['OUT', 'OVERDUE', 'SETTLED'].includes(advance.standing)) return '';
  const { standing, canShow } = advance;
  const facts = { name: payeeName ?? '', out: amountText(advance.out), day: dayNames.value.long(advance.dueOn) };
  if (standing === 'SETTLED')
    return say('advances.next.SETTLED', {
      cleared: amountText(advance.cleared),
      back: amountText(advance.handedBack),
    });
  return say(`advances.next.${standing}${canShow ? '_MINE' : ''}`, facts);
}

/** The same of one in a list. */
export function advanceLine({ standing, payeeName, out, owed, dueOn }: AdvanceCardPartsFragment): string {
  const facts = { name: payeeName, out: amountText(out), owed: amountText(owed), day: dayNames.value.long(dueOn) };
  return say(`advances.line.${standing === 'TO_PAY' ? 'TO_PAY' : standing === 'OVERDUE' ? 'OVERDUE' : 'OUT'}`, facts);
}
