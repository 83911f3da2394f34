/** Where a spending line of an adopted budget stands. */
export type LineStage = 'OPEN' | 'WAITING' | 'CLOSED' | 'DROPPED';

/** A row of an adopted budget with what has become of it: spent on the line, or come in of the kind. Minor units. */
export type BudgetProgress =
  | { readonly kind: 'SPENDING'; readonly planned: bigint; readonly actual: bigint; readonly stage: LineStage }
  | { readonly kind: 'INCOME'; readonly planned: bigint; readonly actual: bigint };

/** What a row will have come to at the end. While the period runs, what is planned still happens, except on lines that are closed or dropped; afterwards what was, was. */
export function forecastOf(row: BudgetProgress, { isOver }: { isOver: boolean }): bigint {
  if (isOver) return row.actual;
  if (row.kind === 'INCOME') return row.actual > row.planned ? row.actual : row.planned;
  return row.stage === 'OPEN' || row.stage === 'WAITING' ? row.planned : row.actual;
}
