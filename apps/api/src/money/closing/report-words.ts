import type { ReportWords } from '#libs/money';
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

/** The words of a report in a language; English where there are none. */
export function reportWords(locale: string, group: string, report: BookReport): ReportWords {
  const said = locale.startsWith('de') ? de : en;
  return {
    ...said,
    title: said.title(group),
    period: said.period(report.from, report.until, report.closed),
    categoryName: (category) => category,
  };
}
