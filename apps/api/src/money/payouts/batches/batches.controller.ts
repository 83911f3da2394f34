import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { NotFound } from '../../../platform/graphql/errors.ts';
import { Op } from '../../../platform/policy/op.ts';
import { BatchPages } from './batch-pages.service.ts';

const types = { xml: 'application/xml; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** Prepared payments as the file that a bank takes (pain.001) and as a list (CSV). */
@Controller('payments')
export class BatchesController {
  constructor(private readonly pages: BatchPages) {}

  @Op('expense.payout.read')
  @Get(':id/:format')
  async download(
    @Param('id') id: string,
    @Param('format') format: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (format !== 'xml' && format !== 'csv') throw new NotFound();
    const text = await this.pages.download(request.actor, id, format);
    response.setHeader('Content-Type', types[format]);
    response.setHeader('Content-Disposition', `attachment; filename="payments-${id.slice(-6)}.${format}"`);
    response.setHeader('Cache-Control', 'no-store');
    response.send(text);
  }
}
