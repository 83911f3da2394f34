/** What the server says of a CSV that it has not seen before: its first rows, and a guess of what is what. */
export interface CsvAsked {
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
  readonly guess: {
    readonly skip: number;
    readonly mark: string;
    readonly day: string;
    readonly columns: Readonly<Record<string, string>>;
  };
}

export const csvFields = [
  'day',
  'amount',
  'debit',
  'credit',
  'name',
  'text',
  'reference',
  'bankRef',
  'balance',
] as const;

/** Which column is which, as it is chosen: names of columns, empty for none. */
export type CsvTyped = Record<(typeof csvFields)[number], string> & { mark: string; dayOrder: string };

/** The guess as a form. */
export function csvTyped({ guess }: CsvAsked): CsvTyped {
  const columns = Object.fromEntries(csvFields.map((field) => [field, guess.columns[field] ?? '']));
  return { ...(columns as Record<(typeof csvFields)[number], string>), mark: guess.mark, dayOrder: guess.day };
}

/** What is sent, and kept of the account. */
export function csvMap({ delimiter, guess }: CsvAsked, { mark, dayOrder, ...columns }: CsvTyped): object {
  return { delimiter, mark, day: dayOrder, skip: guess.skip, hasHeader: true, columns };
}
