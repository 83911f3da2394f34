import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { linkPage, type LinkPage } from '../platform/http/link-page.ts';
import { Op } from '../platform/policy/op.ts';
import { eventMailWords } from './event-words.ts';
import { MailChoices } from './mail-choices.service.ts';

/** Unsubscribing without signing in (RFC 8058): reading the page changes nothing, one POST from anywhere is enough, the same link takes it back. */
@Controller('l')
export class UnsubscribeController {
  constructor(private readonly choices: MailChoices) {}

  @Op('link.unsubscribe')
  @Get(':token/unsubscribe')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const { unsubscribe: words } = eventMailWords(locale);
    const found = await this.choices.byLink(token);
    if (!found) return send(response, 410, { locale, title: words.title, lines: [words.gone] });
    const { topic, comes } = found;
    send(response, 200, {
      locale,
      title: comes ? words.title : words.doneTitle,
      lines: [comes ? words.ask[topic] : words.done[topic]],
      form: comes
        ? { label: words.stop }
        : { label: words.resume, quiet: true, fields: [{ name: 'resume', label: '', type: 'hidden', value: 'yes' }] },
    });
  }

  @Op('link.unsubscribe')
  @Post(':token/unsubscribe')
  async choose(
    @Param('token') token: string,
    @Body() body: Record<string, string> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.choices.chooseByLink(token, body?.['resume'] === 'yes');
    await this.show(token, request, response);
  }
}

function send(response: Response, status: number, page: LinkPage): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(linkPage(page));
}
