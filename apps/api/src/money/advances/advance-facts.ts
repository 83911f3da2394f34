import { type AdvanceFacts, type ExpenseState, advanceOut } from '#libs/money';

/** The columns of an advance that say what has moved. */
export interface AdvanceMoved {
  readonly paid: string;
  readonly cleared: string;
  readonly handed_back: string;
}

/** What of an advance has moved, as the money core reads it. */
export function movedOf({
  paid,
  cleared,
  handed_back: handedBack,
}: AdvanceMoved): Pick<AdvanceFacts, 'paid' | 'cleared' | 'handedBack'> {
  return { paid: BigInt(paid), cleared: BigInt(cleared), handedBack: BigInt(handedBack) };
}

/** What somebody holds of an advance. */
export const outOf = (row: AdvanceMoved): bigint => advanceOut(movedOf(row));

/** An advance as the money core reads it, on a day. */
export function advanceFactsOf(
  row: AdvanceMoved & {
    readonly state: ExpenseState;
    readonly total: string;
    readonly waived: string;
    readonly due_on: string | null;
  },
  today: string,
): AdvanceFacts {
  return {
    ...movedOf(row),
    state: row.state,
    total: BigInt(row.total),
    waived: BigInt(row.waived),
    dueOn: row.due_on ?? today,
    today,
  };
}
