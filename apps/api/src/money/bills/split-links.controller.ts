import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { linkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { splitLinkPage } from './split-link-page.ts';
import { type LinkForm, SplitLinks } from './split-links.service.ts';
import { splitWords } from './split-words.ts';

/** Shared costs by link: a page that shows, buttons that act. Works without script and without signing in; reading changes nothing. */
@Controller('l/bills')
export class SplitLinksController {
  constructor(private readonly links: SplitLinks) {}

  @Op('link.bill')
  @Get(':token')
  show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.page(response, { token, locale: request.actor.locale, fault: null, typed: {} });
  }

  @Op('link.bill')
  @Post(':token')
  async act(
    @Param('token') token: string,
    @Body() body: LinkForm,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { locale } = request.actor;
    const fault = await this.links.act(token, locale, body);
    if (fault === null) response.redirect(303, `/l/bills/${encodeURIComponent(token)}`);
    else await this.page(response, { token, locale, fault, typed: body });
  }

  private async page(
    response: Response,
    of: { token: string; locale: string; fault: string | null; typed: LinkForm },
  ): Promise<void> {
    const split = await this.links.page(of.token, of.locale);
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.status(split ? (of.fault ? 409 : 200) : 410).type('html');
    const words = splitWords(of.locale);
    response.send(
      linkPage(split ? splitLinkPage(split, of) : { locale: of.locale, title: words.title, lines: [words.gone] }),
    );
  }
}
