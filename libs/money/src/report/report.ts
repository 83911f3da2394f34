import { csvCell } from '../journal/export-text.ts';
import { decimalText } from '../amount/text.ts';
import { dayAfter } from '../journal/export-model.ts';

/** What moved in one fund and currency under one category: before the period, and in it. Minor units; + raises the fund. */
export interface ReportRow {
  readonly fundId: string;
  readonly fund: string;
  readonly currency: string;
  readonly category: string;
  readonly before: bigint;
  readonly within: bigint;
}

/** One fund in one currency over a period; `opening + moneyIn - moneyOut + moved = closing`. */
export interface FundReport {
  readonly fundId: string;
  readonly fund: string;
  readonly currency: string;
  readonly opening: bigint;
  readonly moneyIn: bigint;
  readonly moneyOut: bigint;
  /** Opening balances, transfers and exchange, which are neither in nor out. */
  readonly moved: bigint;
  readonly closing: bigint;
}

/** All funds of a currency over a period, and what came and went by category. */
export interface CurrencyReport extends Omit<FundReport, 'fundId' | 'fund'> {
  readonly categories: readonly { readonly category: string; readonly minor: bigint }[];
  readonly funds: readonly FundReport[];
  /** What people held as advances at the end, where that is known; it belongs to the funds. */
  readonly advances?: bigint;
}

const sideOf = (category: string): 'moneyIn' | 'moneyOut' | 'moved' =>
  category.startsWith('income.') ? 'moneyIn' : category.startsWith('expense.') ? 'moneyOut' : 'moved';

type Sums = Record<'opening' | 'moneyIn' | 'moneyOut' | 'moved' | 'closing', bigint>;

function sumsOf(rows: readonly ReportRow[]): Sums {
  const sums: Sums = { opening: 0n, moneyIn: 0n, moneyOut: 0n, moved: 0n, closing: 0n };
  for (const { category, before, within } of rows) {
    const side = sideOf(category);
    sums.opening += before;
    sums[side] += side === 'moneyOut' ? -within : within;
    sums.closing += before + within;
  }
  return sums;
}

/** The report of a period from the sums of its funds, a currency after the other; every total is a sum of the same rows (money.md 13, T3). */
export function periodReport(rows: readonly ReportRow[]): CurrencyReport[] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const categories = new Map<string, bigint>();
    for (const { category, within } of own) categories.set(category, (categories.get(category) ?? 0n) + within);
    const funds = [...new Set(own.map(({ fundId }) => fundId))].map((fundId) => {
      const ofFund = own.filter((row) => row.fundId === fundId);
      return { fundId, fund: ofFund[0]!.fund, currency, ...sumsOf(ofFund) };
    });
    return {
      currency,
      ...sumsOf(own),
      categories: [...categories]
        .filter(([, minor]) => minor !== 0n)
        .map(([category, minor]) => ({ category, minor }))
        .sort((a, b) => (a.category < b.category ? -1 : 1)),
      funds,
    };
  });
}

/** The words of a report as a file. */
export interface ReportWords {
  readonly title: string;
  readonly period: string;
  readonly opening: string;
  readonly moneyIn: string;
  readonly moneyOut: string;
  readonly moved: string;
  readonly closing: string;
  readonly fund: string;
  readonly category: string;
  readonly amount: string;
  readonly advances: string;
  readonly categoryName: (category: string) => string;
}

const parts = ['opening', 'moneyIn', 'moneyOut', 'moved', 'closing'] as const;
const cell = (text: string): string => text.replace(/[|\\\n\r]/g, ' ');

/** The report as Markdown: a table of funds and one of categories for each currency. */
export function reportMarkdown(report: readonly CurrencyReport[], words: ReportWords): string {
  const amount = (minor: bigint, currency: string): string => `${decimalText({ minor, currency })} ${currency}`;
  const sections = report.flatMap((of) => [
    `## ${of.currency}`,
    '',
    `| ${words.fund} | ${parts.map((part) => words[part]).join(' | ')} |`,
    `|---|${parts.map(() => '---:|').join('')}`,
    ...of.funds.map(
      (fund) => `| ${cell(fund.fund)} | ${parts.map((part) => amount(fund[part], of.currency)).join(' | ')} |`,
    ),
    `| | ${parts.map((part) => `**${amount(of[part], of.currency)}**`).join(' | ')} |`,
    '',
    `| ${words.category} | ${words.amount} |`,
    '|---|---:|',
    ...of.categories.map(
      ({ category, minor }) => `| ${cell(words.categoryName(category))} | ${amount(minor, of.currency)} |`,
    ),
    '',
    ...(of.advances ? [`${words.advances}: ${amount(of.advances, of.currency)}`, ''] : []),
  ]);
  return `# ${cell(words.title)}\n\n${words.period}\n\n${sections.join('\n')}`;
}

/** The report as CSV: a row for each fund and part of it, and for each category, which the group's word stands beside. */
export function reportCsv(report: readonly CurrencyReport[], categoryName: ReportWords['categoryName']): string {
  const rows = report.flatMap(({ currency, funds, categories, advances }) => {
    const money = (minor: bigint): string[] => [decimalText({ minor, currency }), currency];
    return [
      ...funds.flatMap((fund) => parts.map((part) => [csvCell(fund.fund), csvCell(part), ...money(fund[part]), ''])),
      ...categories.map(({ category, minor }) => [
        '""',
        csvCell(category),
        ...money(minor),
        csvCell(categoryName(category)),
      ]),
      ...(advances ? [['""', csvCell('advances'), ...money(advances), '']] : []),
    ];
  });
  return ['fund,part,amount,currency,name', ...rows.map((row) => row.join(','))].map((line) => `${line}\r\n`).join('');
}

/** The next period that can be closed: from the day after the last one, or the first of the month of the first entry, to the end of that year or of the last month that is over. Null where no month is over. */
export function nextPeriod(of: {
  readonly closedUntil: string | null;
  readonly firstDay: string | null;
  readonly today: string;
}): { readonly from: string; readonly until: string } | null {
  if (of.firstDay === null) return null;
  const from = of.closedUntil === null ? `${of.firstDay.slice(0, 7)}-01` : dayAfter(of.closedUntil);
  const yearEnd = `${from.slice(0, 4)}-12-31`;
  const until = yearEnd < of.today ? yearEnd : monthEndBefore(of.today);
  return until > from ? { from, until } : null;
}

/** Whether a day is the last of its month: periods end there, as the sums of months are kept. */
export function isMonthEnd(day: string): boolean {
  return dayAfter(day).endsWith('-01');
}

function monthEndBefore(day: string): string {
  return new Date(Date.parse(`${day.slice(0, 7)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
