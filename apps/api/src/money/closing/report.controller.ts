import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type CurrencyReport, reportCsv, reportMarkdown } from '#libs/money';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { CategoryPages } from '../categories/category-pages.service.ts';
import { ClosingPages } from './closing-pages.service.ts';
import type { BookReport, ReportCurrency } from './closing.graphql.ts';
import { reportWords } from './report-words.ts';

/** The report of a period as a file. */
@Controller('g/:handle/book')
export class ReportController {
  constructor(
    private readonly pages: ClosingPages,
    private readonly categories: CategoryPages,
  ) {}

  @Op('book.summary.read')
  @Get('report.:format')
  async download(
    @Param('handle') handle: string,
    @Param('format') format: string,
    @Query() asked: { from?: unknown; until?: unknown },
    @Req() { actor }: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (format !== 'md' && format !== 'csv') throw new NotFound();
    const report = await this.pages.report(actor, handle, { from: String(asked.from), until: String(asked.until) });
    const rows = report.currencies.map(toReport);
    const names = (await this.categories.of(actor, handle))?.names ?? [];
    const words = reportWords(actor.locale, { group: handle, report, names });
    const text = format === 'csv' ? reportCsv(rows, words.categoryName) : reportMarkdown(rows, words);
    response.setHeader('Content-Disposition', `attachment; filename="${handle}-${nameOf(report)}.${format}"`);
    response.setHeader('Cache-Control', 'no-store');
    response.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'text/markdown; charset=utf-8').send(text);
  }
}

const nameOf = ({ from, until }: BookReport): string => `${from.slice(0, 7)}-${until.slice(0, 7)}`;

function toReport(of: ReportCurrency): CurrencyReport {
  const { currency } = of;
  const sums = (one: Pick<ReportCurrency, 'opening' | 'moneyIn' | 'moneyOut' | 'moved' | 'closing'>) => ({
    currency,
    opening: one.opening.minor,
    moneyIn: one.moneyIn.minor,
    moneyOut: one.moneyOut.minor,
    moved: one.moved.minor,
    closing: one.closing.minor,
  });
  return {
    ...sums(of),
    advances: of.advances.minor,
    funds: of.funds.map((fund) => ({ fundId: fund.id, fund: fund.name, ...sums(fund) })),
    categories: of.categories.map(({ category, amount }) => ({ category, minor: amount.minor })),
  };
}
