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

/** By the last part of their paths, as on the pages. */
const enCategories: Readonly<Record<string, string>> = {
  contributions: 'Contributions',
  dues: 'Dues',
  tickets: 'Tickets',
  grants: 'Grants',
  other: 'Something else',
  equipment: 'Equipment',
  food: 'Food and drink',
  room: 'Room',
  printing: 'Printing',
  travel: 'Travel',
  fees: 'Fees',
  shared: 'Shared with other groups',
  'payment-fees': 'Bank fees',
  'cash-difference': 'Difference of a count',
  'exchange-difference': 'Exchange difference',
  opening: 'Opening balance',
  transfer: 'Between funds',
  exchange: 'Changed',
};
const deCategories: typeof enCategories = {
  contributions: 'Beiträge',
  dues: 'Beiträge der Mitglieder',
  tickets: 'Eintritt',
  grants: 'Zuschüsse',
  other: 'Etwas anderes',
  equipment: 'Ausrüstung',
  food: 'Essen und Trinken',
  room: 'Raum',
  printing: 'Druck',
  travel: 'Reise',
  fees: 'Gebühren',
  shared: 'Geteilt mit anderen Gruppen',
  'payment-fees': 'Bankgebühren',
  'cash-difference': 'Unterschied einer Zählung',
  'exchange-difference': 'Kursunterschied',
  opening: 'Anfangsbestand',
  transfer: 'Zwischen Töpfen',
  exchange: 'Gewechselt',
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
  return names.find((one) => one.category === category)?.name ?? ours[category.split('.').at(-1)!] ?? category;
}
