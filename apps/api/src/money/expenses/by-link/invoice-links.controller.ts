import { Body, Controller, Get, Param, Post, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { MAX_UPLOAD_BYTES } from '../../../platform/files/accept-upload.ts';
import { linkPage } from '../../../platform/http/link-page.ts';
import { Op } from '../../../platform/policy/op.ts';
import { invoiceLinkPage } from './invoice-link-page.ts';
import { invoiceLinkWords } from './invoice-link-words.ts';
import { InvoiceLinks } from './invoice-links.service.ts';
import type { InvoiceFault, InvoiceForm } from './invoice-sent.ts';

/** A bill by link: a page that works without script and without signing in; reading it changes nothing. */
@Controller('l/invoice')
export class InvoiceLinksController {
  constructor(private readonly links: InvoiceLinks) {}

  @Op('link.invoice')
  @Get(':token')
  show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.page(response, { token, locale: request.actor.locale, fault: null, typed: {} });
  }

  @Op('link.invoice')
  @Post(':token')
  @UseInterceptors(
    FileInterceptor('file', {
      limits: { fileSize: MAX_UPLOAD_BYTES, files: 1, fields: 12 },
      defParamCharset: 'utf8',
    } as object),
  )
  async send(
    @Param('token') token: string,
    @Body() body: InvoiceForm,
    @Req() request: Request,
    @Res() response: Response,
    @UploadedFile() file?: Express.Multer.File,
  ): Promise<void> {
    const { locale } = request.actor;
    const upload = file && file.size > 0 ? { name: file.originalname, bytes: file.buffer } : null;
    const fault = await this.links.send(token, locale, { form: body, file: upload });
    if (fault === null) response.redirect(303, `/l/invoice/${encodeURIComponent(token)}`);
    else await this.page(response, { token, locale, fault, typed: body });
  }

  private async page(
    response: Response,
    of: { token: string; locale: string; fault: InvoiceFault | null; typed: InvoiceForm },
  ): Promise<void> {
    const page = await this.links.page(of.token);
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.status(page ? (of.fault ? 409 : 200) : 410).type('html');
    const words = invoiceLinkWords(of.locale);
    response.send(
      linkPage(page ? invoiceLinkPage(page, of) : { locale: of.locale, title: words.title, lines: [words.gone] }),
    );
  }
}
