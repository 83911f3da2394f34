import { type CsvColumns, type CsvMap, isCurrency } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';

const columnNames = ['day', 'amount', 'debit', 'credit', 'balance', 'currency', 'reference', 'name', 'text', 'bankRef'];

/** How a bank writes its CSV, as it was said in a form. Throws BAD_USER_INPUT naming what is missing. */
export function readCsvMap(json: string, currency: string): CsvMap {
  const said = parsed(json);
  const columns = (said['columns'] ?? {}) as Record<string, unknown>;
  const named = Object.fromEntries(
    columnNames.flatMap((name) =>
      typeof columns[name] === 'string' && columns[name] !== '' ? [[name, columns[name]]] : [],
    ),
  ) as unknown as CsvColumns;
  if (!named.day) throw new BadInput('day', 'Say which column has the day.');
  if (!named.amount && !(named.debit && named.credit)) throw new BadInput('amount', 'Say which column has the amount.');
  const skip = Number(said['skip'] ?? 0);
  return {
    delimiter: oneOf(said['delimiter'], [',', ';', '\t', '|'] as const),
    mark: oneOf(said['mark'], ['.', ','] as const),
    day: oneOf(said['day'], ['YMD', 'DMY', 'MDY'] as const),
    hasHeader: said['hasHeader'] !== false,
    skip: Number.isInteger(skip) && skip >= 0 && skip < 100 ? skip : 0,
    account: '',
    currency: isCurrency(currency) ? currency : 'EUR',
    columns: named,
  };
}

function parsed(json: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(json.slice(0, 5000));
    if (typeof read === 'object' && read !== null) return read as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new BadInput('csv', 'Say which column is which.');
}

function oneOf<T extends string>(said: unknown, known: readonly T[]): T {
  return known.find((one) => one === said) ?? known[0]!;
}
