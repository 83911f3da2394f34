import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { linkPage, type LinkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { whenText } from '../words.ts';
import { StillComingService } from './still-coming.service.ts';
import { reminderWords } from './words.ts';

/** "Still coming?" from a mail, without signing in: a page that asks, two buttons that answer. */
@Controller('l/still')
export class StillComingController {
  constructor(private readonly stillComing: StillComingService) {}

  @Op('link.rsvp')
  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const words = reminderWords(locale);
    const own = await this.stillComing.byLink(token);
    if (!own) return send(response, 410, { locale, title: words.stillTitle, lines: [words.gone] });
    const { event, status, stale } = own;
    const isIn = ['going', 'maybe', 'waitlisted', 'offered'].includes(status);
    const about = [event.title, whenText(event, locale)];
    const links = [{ label: words.toEvent, href: `/e/${event.id}` }];
    if (event.status !== 'scheduled')
      return send(response, 200, { locale, title: words.stillTitle, lines: [...about, words.over], links });
    const asks = {
      label: stale ? words.stillYes : words.stillNo,
      name: 'answer',
      value: stale ? 'yes' : 'no',
      quiet: !stale,
      others: stale ? [{ label: words.stillNo, name: 'answer', value: 'no' }] : [],
    };
    send(response, 200, {
      locale,
      title: words.stillTitle,
      lines: [...about, isIn ? (stale ? words.moved : words.holds) : words.freed],
      ...(isIn ? { form: asks } : {}),
      links,
    });
  }

  @Op('link.rsvp')
  @Post(':token')
  async answer(
    @Param('token') token: string,
    @Body() body: Record<string, string> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const answer = body?.['answer'];
    if (answer === 'yes' || answer === 'no') await this.stillComing.answerByLink(token, answer === 'yes');
    await this.show(token, request, response);
  }
}

function send(response: Response, status: number, page: LinkPage): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(linkPage(page));
}
