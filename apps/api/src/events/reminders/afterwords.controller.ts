import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/graphql/errors.ts';
import { linkPage, type LinkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { whenText } from '../words.ts';
import { AfterwordsService } from './afterwords.service.ts';
import { reminderWords } from './words.ts';

/** One question after an event, from a mail, without signing in: a page that asks, two buttons that answer. */
@Controller('l/afterwards')
export class AfterwordsController {
  constructor(private readonly afterwords: AfterwordsService) {}

  @Op('link.rsvp')
  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.page(response, { token, locale: request.actor.locale });
  }

  @Op('link.rsvp')
  @Post(':token')
  async say(
    @Param('token') token: string,
    @Body() body: Record<string, string> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { locale } = request.actor;
    const word = body?.['word'] ?? '';
    const answer = body?.['answer'];
    if (answer !== 'there' && answer !== 'missed') return this.page(response, { token, locale, typed: word });
    try {
      await this.afterwords.say(token, answer === 'there', word);
      await this.page(response, { token, locale });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await this.page(response, { token, locale, typed: word, fault: error.words.in(locale) });
    }
  }

  private async page(
    response: Response,
    { token, locale, typed, fault }: { token: string; locale: string; typed?: string; fault?: string },
  ): Promise<void> {
    const words = reminderWords(locale);
    const own = await this.afterwords.byLink(token);
    if (!own) return send(response, 410, { locale, title: words.howWasIt, lines: [words.gone] });
    const said = own.was_there === null ? [] : [own.was_there ? words.saidThere : words.saidMissed];
    send(response, fault ? 400 : 200, {
      locale,
      title: said.length > 0 && !fault ? words.thanks : words.howWasIt,
      lines: [own.event.title, whenText(own.event, locale), ...said, words.whoReads],
      ...(fault ? { fault } : {}),
      form: {
        label: words.there,
        name: 'answer',
        value: 'there',
        fields: [{ name: 'word', label: words.word, type: 'long', value: typed ?? own.word ?? '', optional: true }],
        others: [{ label: words.missed, name: 'answer', value: 'missed' }],
      },
      links: [{ label: words.toEvent, href: `/e/${own.event.id}` }],
    });
  }
}

function send(response: Response, status: number, page: LinkPage): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(linkPage(page));
}
