import type { CsvColumns, CsvMap } from './csv.ts';

/** What can be told of a CSV file of a bank from its first rows: a beginning for whoever says which column is which. */
export type CsvGuess = Pick<CsvMap, 'mark' | 'hasHeader' | 'skip' | 'day'> & { readonly columns: Partial<CsvColumns> };

const names: readonly (readonly [keyof CsvColumns, RegExp])[] = [
  ['day', /^(booking ?date|buchungstag|buchungsdatum|date|datum|booked|completed date|wertstellung|valuta)/i],
  ['balance', /^(balance|saldo|solde|kontostand)/i],
  ['debit', /^(debit|soll|paid out|withdrawal|ausgang)/i],
  ['credit', /^(credit|haben|paid in|deposit|eingang)/i],
  ['amount', /^(amount|betrag|umsatz|montant|value)/i],
  ['currency', /^(currency|w(ä|ae)hrung|devise|ccy)/i],
  ['name', /(name|payee|counterparty|auftraggeber|empf(ä|ae)nger|beg(ü|ue)nstigter|zahlungspflichtiger|partner)/i],
  ['bankRef', /^(transaction id|bank reference|fitid|umsatz-?id|primanota)/i],
  ['reference', /(end-?to-?end|kundenreferenz|payment reference)/i],
  ['text', /(description|zweck|purpose|text|memo|details|reference|communication)/i],
];

/** Reads header and samples; a column is named once, by the first name that fits. */
export function guessCsvMap(rows: readonly (readonly string[])[]): CsvGuess {
  const at = Math.max(
    rows.findIndex((row) => row.filter((cell) => /\p{L}/u.test(cell)).length >= 3),
    0,
  );
  const header = (rows[at] ?? []).map((cell) => cell.trim());
  const columns: Partial<Record<keyof CsvColumns, string>> = {};
  const taken = new Set<string>();
  for (const [field, pattern] of names) {
    const found = header.find((name) => name !== '' && !taken.has(name) && pattern.test(name));
    if (!found) continue;
    columns[field] = found;
    taken.add(found);
  }
  if (columns.amount) {
    delete columns.debit;
    delete columns.credit;
  }
  const samples = (name: string | undefined): string[] =>
    name ? rows.slice(at + 1).map((row) => (row[header.indexOf(name)] ?? '').trim()) : [];
  const amounts = samples(columns.amount ?? columns.credit).concat(samples(columns.debit));
  return {
    skip: at,
    hasHeader: true,
    columns,
    mark: amounts.some((text) => /,\d{1,2}\D*$/.test(text)) ? ',' : '.',
    day: dayOrder(samples(columns.day)),
  };
}

function dayOrder(samples: readonly string[]): CsvMap['day'] {
  if (samples.some((text) => /^\d{4}\D/.test(text))) return 'YMD';
  const isMonthFirst = samples.some((text) => Number(/^\d+\D(\d+)/.exec(text)?.[1] ?? 0) > 12);
  return isMonthFirst ? 'MDY' : 'DMY';
}
