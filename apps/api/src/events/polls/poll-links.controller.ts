import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/graphql/errors.ts';
import { type LinkField, type LinkPage, linkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { whenText } from '../words.ts';
import { PollGuests } from './poll-guests.service.ts';
import { pollWords, type PollWords } from './poll-words.ts';
import type { OptionRow, PollRow } from './polls.store.ts';

/** Answers to date polls by mail: a page that shows, a button that acts. Works without script and without signing in. */
@Controller('l')
export class PollLinksController {
  constructor(private readonly guests: PollGuests) {}

  @Op('link.poll')
  @Get('poll/:token')
  async showPending(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const words = pollWords(locale);
    const found = await this.guests.pending(token);
    if (!found) return gone(response, locale);
    const said = found.options.flatMap((option) => {
      const answer = found.sheet.answers[option.id];
      return answer ? [`${dateText(option, locale)}: ${words.answer[answer]}`] : [];
    });
    send(response, 200, {
      locale,
      title: words.confirmTitle,
      lines: [found.poll.title, ...said],
      form: { label: words.confirmButton },
    });
  }

  @Op('link.poll')
  @Post('poll/:token')
  async confirm(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    try {
      const personal = await this.guests.confirm(token);
      if (personal) response.redirect(303, `/l/dates/${personal}`);
      else gone(response, locale);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, error.status, {
        locale,
        title: pollWords(locale).confirmTitle,
        lines: [],
        fault: error.words.in(locale),
      });
    }
  }

  @Op('link.poll')
  @Get('dates/:token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.page(response, { token, locale: request.actor.locale, saved: false });
  }

  @Op('link.poll')
  @Post('dates/:token')
  async change(
    @Param('token') token: string,
    @Body() body: Record<string, string>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { locale } = request.actor;
    try {
      if (!(await this.guests.change(token, body))) return gone(response, locale);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.page(response, { token, locale, saved: false, fault: error.words.in(locale) });
    }
    await this.page(response, { token, locale, saved: true });
  }

  private async page(
    response: Response,
    of: { token: string; locale: string; saved: boolean; fault?: string },
  ): Promise<void> {
    const found = await this.guests.byLink(of.token);
    if (!found) return gone(response, of.locale);
    const { poll, options, answers, note } = found;
    const words = pollWords(of.locale);
    const state = stateOf(poll, words);
    const fields = [
      ...options.map((option) => choiceOf(option, { answer: answers[option.id] ?? '', words, locale: of.locale })),
      { name: 'note', label: words.note, value: note, optional: true },
    ];
    send(response, of.fault ? 409 : 200, {
      locale: of.locale,
      title: words.title,
      lines: [poll.title, state ?? (of.saved ? words.saved : words.keep)],
      ...(of.fault && !state ? { fault: of.fault } : {}),
      ...(state ? {} : { form: { label: words.save, fields } }),
      links: [
        poll.event_id
          ? { label: words.toEvent, href: `/e/${poll.event_id}` }
          : { label: words.toPoll, href: `/d/${poll.id}` },
      ],
    });
  }
}

/** Why a poll takes no more answers, or null. */
function stateOf(poll: PollRow, words: PollWords): string | null {
  if (poll.status === 'closed') return words.fixed;
  if (poll.status === 'withdrawn') return words.withdrawn;
  return poll.is_over ? words.over : null;
}

function dateText(option: OptionRow, locale: string): string {
  const where = option.place_name ? `, ${option.place_name}` : '';
  return `${whenText(option, locale)} (${option.zone.replaceAll('_', ' ')})${where}`;
}

function choiceOf(option: OptionRow, of: { answer: string; words: PollWords; locale: string }): LinkField {
  const choices = ['yes', 'maybe', 'no'].map((value) => ({ value, label: of.words.answer[value]! }));
  return {
    name: option.id,
    label: dateText(option, of.locale),
    type: 'choice',
    value: of.answer,
    choices: [...choices, { value: '', label: of.words.none }],
  };
}

function gone(response: Response, locale: string): void {
  const words = pollWords(locale);
  send(response, 410, { locale, title: words.title, lines: [words.gone] });
}

function send(response: Response, status: number, page: LinkPage): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(linkPage(page));
}
