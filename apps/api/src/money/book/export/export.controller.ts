import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { exportFormats, profiles, type ExportFormat, type Profile } from '#libs/money';
import { NotFound } from '../../../platform/graphql/errors.ts';
import { Op } from '../../../platform/policy/op.ts';
import { readDay } from '../figures.ts';
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
    @Query() asked: { profile?: unknown; until?: unknown },
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const known = exportFormats.find((one) => one === format);
    if (!known) throw new NotFound();
    const profile: Profile = profiles.find((one) => one === asked.profile) ?? 'wallet';
    const until = readDay('until', typeof asked.until === 'string' ? asked.until : null);
    const pieces = await this.exports.forViewer(request.actor, { handle, format: known, profile, until });
    const name = until === null ? handle : `${handle}-${until}`;
    response.setHeader('Content-Type', types[known].type);
    response.setHeader('Content-Disposition', `attachment; filename="${name}.${types[known].ending}"`);
    response.setHeader('Cache-Control', 'no-store');
    await sendPieces(pieces, response);
  }
}

/** Sends what is read as fast as it is taken. Who goes away in the middle ends the reading; what fails ends the file, so that it is not whole. */
async function sendPieces(pieces: AsyncIterable<string>, response: Response): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), response);
  } catch (error) {
    if (!response.destroyed || !response.headersSent) throw error;
  }
}
