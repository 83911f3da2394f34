import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { budgetCsv } from '#libs/money';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { BudgetPages } from './budget-pages.service.ts';

/** A budget as a file: plan against actual, as its page shows it. */
@Controller('g/:handle/book/budgets')
export class BudgetsController {
  constructor(private readonly pages: BudgetPages) {}

  @Op('book.summary.read')
  @Get(':id.csv')
  async download(
    @Param('handle') handle: string,
    @Param('id') id: string,
    @Query('on') on: unknown,
    @Req() { actor }: Request,
    @Res() response: Response,
  ): Promise<void> {
    const budget = await this.pages.budget(actor, { handle, id, on: typeof on === 'string' ? on : null });
    if (!budget) throw new NotFound();
    const text = budgetCsv(
      budget.rows.map((row) => ({
        kind: row.kind,
        label: row.label,
        category: row.category,
        stage: row.stage,
        currency: row.planned.currency,
        planned: row.planned.minor,
        actual: row.actual?.minor ?? null,
        left: row.left?.minor ?? null,
        forecast: row.forecast?.minor ?? null,
      })),
    );
    response.setHeader('Content-Disposition', `attachment; filename="${handle}-budget-${budget.from}.csv"`);
    response.setHeader('Cache-Control', 'no-store');
    response.type('text/csv; charset=utf-8').send(text);
  }
}
