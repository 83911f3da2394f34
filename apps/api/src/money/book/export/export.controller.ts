import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { exportFormats, profiles, type Profile } from '#libs/money';
import { NotFound } from '../../../platform/graphql/errors.ts';
import { Op } from '../../../platform/policy/op.ts';
import { readDay } from '../figures.ts';
import { exportTypes, sendPieces } from './export-response.ts';
import { ExportService } from './export.service.ts';

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
    await sendPieces(pieces, response, { ...exportTypes[known], name });
  }
}
