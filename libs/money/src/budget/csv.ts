import { decimalText } from '../amount/text.ts';
import { csvCell } from '../journal/export-text.ts';
import type { BudgetItem } from './budget.ts';
import type { LineStage } from './forecast.ts';

/** A row of a budget as its file has it: amounts in minor units; null where the budget is not adopted, or the row has none. */
export interface BudgetCsvRow extends Pick<BudgetItem, 'kind' | 'label' | 'category'> {
  readonly stage: LineStage | null;
  readonly currency: string;
  readonly planned: bigint;
  readonly actual: bigint | null;
  readonly left: bigint | null;
  readonly forecast: bigint | null;
}

/** A budget as CSV, a line for each row in its order. */
export function budgetCsv(rows: readonly BudgetCsvRow[]): string {
  const lines = rows.map(({ kind, label, category, stage, currency, ...of }) => {
    const amounts = [of.planned, of.actual, of.left, of.forecast].map((minor) =>
      minor === null ? '' : decimalText({ minor, currency }),
    );
    return [csvCell(kind), csvCell(label), csvCell(category ?? ''), csvCell(stage ?? ''), ...amounts, currency].join(
      ',',
    );
  });
  return ['kind,label,category,stage,planned,actual,left,forecast,currency', ...lines]
    .map((line) => `${line}\r\n`)
    .join('');
}
