import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { exportFormats, profiles, type ExportFormat, type Profile } from '#libs/money';
import { NotFound } from '../../../platform/graphql/errors.ts';
import { Op } from '../../../platform/policy/op.ts';
import { ExportService } from './export.service.ts';

const types: Readonly<Record<ExportFormat, { type: string; ending: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  json: { type: 'application/json; charset=utf-8', ending: 'json' },
  hledger: { type: 'text/plain; charset=utf-8', ending: 'hledger.journal' },
  ledger: { type: 'text/plain; charset=utf-8', ending: 'ledger' },
  beancount: { type: 'text/plain; charset=utf-8', ending: 'beancount' },
};

@Controller('g/:handle/book/export')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Op('book.export')
  @Get(':format')
  async download(
    @Param('handle') handle: string,
    @Param('format') format: string,
    @Query('profile') profile: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const known = exportFormats.find((one) => one === format);
    if (!known) throw new NotFound();
    const chosen: Profile = profiles.find((one) => one === profile) ?? 'wallet';
    const text = await this.exports.forViewer(request.actor, { handle, format: known, profile: chosen });
    response.setHeader('Content-Type', types[known].type);
    response.setHeader('Content-Disposition', `attachment; filename="${handle}.${types[known].ending}"`);
    response.setHeader('Cache-Control', 'no-store');
    response.send(text);
  }
}
