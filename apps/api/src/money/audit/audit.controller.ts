import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { exportFormats } from '#libs/money';
import { Database } from '../../platform/database/database.ts';
import { sendFile } from '../../platform/files/files.controller.ts';
import { Files } from '../../platform/files/files.service.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { linkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { exportTypes, sendPieces } from '../book/export/export-response.ts';
import { ExportService } from '../book/export/export.service.ts';
import { AuditLinks } from './audit-links.service.ts';
import { auditPage } from './audit-page.ts';
import { auditWords } from './audit-words.ts';
import { AuditStore } from './audit.store.ts';

/** The book behind an auditor's link: read, with its receipts and as files. There is nothing to post. */
@Controller('l/audit')
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly links: AuditLinks,
    private readonly store: AuditStore,
    private readonly exports: ExportService,
    private readonly files: Files,
  ) {}

  @Op('link.audit')
  @Get(':token')
  async show(
    @Param('token') token: string,
    @Query('before') before: unknown,
    @Req() { actor }: Request,
    @Res() response: Response,
  ): Promise<void> {
    const link = await this.links.open(token, 'page');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    if (!link) {
      const words = auditWords(actor.locale);
      response.status(410).type('html');
      response.send(linkPage({ locale: actor.locale, title: words.goneTitle, lines: [words.gone] }));
      return;
    }
    const from = typeof before === 'string' && /^\d{1,15}$/.test(before) ? before : null;
    const db = this.database.reads;
    const [head, entries] = [
      await this.store.head(db, link.objectId),
      await this.store.entries(db, link.objectId, from),
    ];
    const { locale } = actor;
    const root = `/l/audit/${encodeURIComponent(token)}`;
    response.type('html').send(linkPage(auditPage({ head, entries, isFirst: from === null, locale, root })));
  }

  @Op('link.audit')
  @Get(':token/receipts/:id')
  async receipt(@Param('token') token: string, @Param('id') id: string, @Res() response: Response): Promise<void> {
    const link = await this.links.open(token, 'receipt');
    if (!link) throw new NotFound();
    const { file, stream } = await this.files.openWith(id, (parent) =>
      this.store.isReceipt(this.database.reads, link.objectId, parent),
    );
    response.setHeader('Referrer-Policy', 'no-referrer');
    sendFile(response, file, stream);
  }

  @Op('link.audit')
  @Get(':token/book/:format')
  async book(@Param('token') token: string, @Param('format') format: string, @Res() response: Response): Promise<void> {
    const known = exportFormats.find((one) => one === format);
    const link = known && (await this.links.open(token, 'export'));
    if (!link) throw new NotFound();
    const of = {
      format: known,
      profile: 'wallet',
      until: null,
      redacted: true,
      texts: true,
      reader: { personId: null },
    } as const;
    await sendPieces(this.exports.pieces(link.objectId, of), response, { ...exportTypes[known], name: 'book' });
  }
}
