import type { ReportWords } from '#libs/money';
import type { CategoryName } from '../categories/categories.graphql.ts';
import type { BookReport } from './closing.graphql.ts';

type Said = Omit<ReportWords, 'title' | 'period' | 'categoryName'> & {
  readonly title: (group: string) => string;
  readonly period: (from: string, until: string, closed: boolean) => string;
};

const en: Said = {
  title: (group) => `Report of the book: ${group}`,
  period: (from, until, closed) => `${from} to ${until}, ${closed ? 'closed' : 'not closed yet'}.`,
  opening: 'Opening',
  moneyIn: 'In',
  moneyOut: 'Out',
  moved: 'Moved',
  closing: 'Closing',
  fund: 'Fund',
  category: 'Category',
  amount: 'Amount',
  advances: 'Out as advances at the end',
};
const de: Said = {
  title: (group) => `Bericht des Buchs: ${group}`,
  period: (from, until, closed) => `${from} bis ${until}, ${closed ? 'abgeschlossen' : 'noch nicht abgeschlossen'}.`,
  opening: 'Anfang',
  moneyIn: 'Ein',
  moneyOut: 'Aus',
  moved: 'Umgebucht',
  closing: 'Ende',
  fund: 'Topf',
  category: 'Kategorie',
  amount: 'Betrag',
  advances: 'Am Ende als Vorschuss bei jemandem',
};

const enCategories: Readonly<Record<string, string>> = {
  'income.contributions': 'Contributions',
  'income.dues': 'Dues',
  'income.tickets': 'Tickets',
  'income.grants': 'Grants',
  'income.other': 'Something else',
  'income.cash-difference': 'Difference of a count',
  'income.shared': 'Shared with other groups',
  'expense.shared': 'Shared with other groups',
  'expense.equipment': 'Equipment',
  'expense.food': 'Food and drink',
  'expense.room': 'Room',
  'expense.printing': 'Printing',
  'expense.travel': 'Travel',
  'expense.fees': 'Fees',
  'expense.other': 'Something else',
  'expense.payment-fees': 'Bank fees',
  'expense.cash-difference': 'Difference of a count',
  'expense.exchange-difference': 'Exchange difference',
};
const deCategories: typeof enCategories = {
  'income.contributions': 'Beiträge',
  'income.dues': 'Beiträge der Mitglieder',
  'income.tickets': 'Eintritt',
  'income.grants': 'Zuschüsse',
  'income.other': 'Etwas anderes',
  'income.cash-difference': 'Unterschied einer Zählung',
  'income.shared': 'Geteilt mit anderen Gruppen',
  'expense.shared': 'Geteilt mit anderen Gruppen',
  'expense.equipment': 'Ausrüstung',
  'expense.food': 'Essen und Trinken',
  'expense.room': 'Raum',
  'expense.printing': 'Druck',
  'expense.travel': 'Reise',
  'expense.fees': 'Gebühren',
  'expense.other': 'Etwas anderes',
  'expense.payment-fees': 'Bankgebühren',
  'expense.cash-difference': 'Unterschied einer Zählung',
  'expense.exchange-difference': 'Kursunterschied',
};

/** The words of a report in a language; English where there are none. */
export function reportWords(
  locale: string,
  { group, report, names }: { group: string; report: BookReport; names: readonly CategoryName[] },
): ReportWords {
  const said = locale.startsWith('de') ? de : en;
  return {
    ...said,
    title: said.title(group),
    period: said.period(report.from, report.until, report.closed),
    categoryName: (category) => categorySaid(category, { locale, names }),
  };
}

/** A category in a language: the group's own word, ours for those that every book begins with, else its path. */
export function categorySaid(
  category: string,
  { locale, names }: { locale: string; names: readonly CategoryName[] },
): string {
  const ours = locale.startsWith('de') ? deCategories : enCategories;
  return names.find((one) => one.category === category)?.name ?? ours[category] ?? category;
}
