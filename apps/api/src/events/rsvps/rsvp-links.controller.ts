import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { linkPage, type LinkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import type { AnswerWord } from './rsvp.graphql.ts';
import type { EventRow } from '../events.store.ts';
import { RsvpsService } from './rsvps.service.ts';
import type { SeatOutcome } from './seats.store.ts';
import { eventWords, whenText } from '../words.ts';

/** Answers by mail: a page that shows, a button that acts. Works without script and without signing in. */
@Controller('l')
export class RsvpLinksController {
  constructor(private readonly rsvps: RsvpsService) {}

  @Op('link.rsvp')
  @Get('rsvp/:token')
  async showPending(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const words = eventWords(locale);
    const found = await this.rsvps.pending(token);
    if (!found) return gone(response, locale);
    const { pending, event } = found;
    send(response, 200, {
      locale,
      title: words.confirmTitle,
      lines: [event.title, whenText(event, locale), words.confirm[pending.answer](pending.seats)],
      form: { label: words.confirmButton },
    });
  }

  @Op('link.rsvp')
  @Post('rsvp/:token')
  async confirm(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const done = await this.rsvps.confirm(token);
    if (!done) return gone(response, locale);
    response.redirect(303, `/l/answer/${done.manageToken}`);
  }

  @Op('link.rsvp')
  @Get('answer/:token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const own = await this.rsvps.byLink(token);
    if (!own) return gone(response, locale);
    this.page(response, { locale, token, event: own.event, status: own.status, seats: own.seats, outcome: null });
  }

  @Op('link.rsvp')
  @Post('answer/:token')
  async answer(
    @Param('token') token: string,
    @Body() body: Record<string, string>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { locale } = request.actor;
    const answer: AnswerWord = body['answer'] === 'no' ? 'no' : 'going';
    const companions = /^\d{1,2}$/.test(body['companions'] ?? '') ? Number(body['companions']) : 0;
    const done = await this.rsvps.answerByLink(token, answer, companions);
    const own = done ? await this.rsvps.byLink(token) : null;
    if (!done || !own) return gone(response, locale);
    this.page(response, { locale, token, ...own, outcome: done.outcome });
  }

  private page(
    response: Response,
    of: { locale: string; token: string; event: EventRow; status: string; seats: number; outcome: SeatOutcome | null },
  ): void {
    const words = eventWords(of.locale);
    const isIn = of.status === 'going' || of.status === 'waitlisted' || of.status === 'maybe';
    const position = of.outcome?.position ? [words.position(of.outcome.position)] : [];
    const fault = of.outcome?.refused ? { fault: of.outcome.refused === 'full' ? words.full : words.closed } : {};
    send(response, 200, {
      locale: of.locale,
      title: words.manageTitle,
      lines: [
        of.event.title,
        whenText(of.event, of.locale),
        words.status[of.status]!(of.seats),
        ...position,
        words.keep,
      ],
      ...fault,
      ...(of.event.status === 'cancelled'
        ? {}
        : {
            form: isIn
              ? {
                  label: words.noButton,
                  danger: true,
                  fields: [{ name: 'answer', label: '', type: 'hidden', value: 'no' }],
                }
              : {
                  label: words.goingButton,
                  fields: [
                    { name: 'answer', label: '', type: 'hidden', value: 'going' },
                    { name: 'companions', label: words.companions, type: 'number', value: String(of.seats - 1) },
                  ],
                },
          }),
      links: [
        { label: words.tasks, href: `/l/tasks/${encodeURIComponent(of.token)}` },
        { label: words.back, href: `/e/${of.event.id}` },
      ],
    });
  }
}

function gone(response: Response, locale: string): void {
  const words = eventWords(locale);
  send(response, 410, { locale, title: words.confirmTitle, lines: [words.expired] });
}

function send(response: Response, status: number, page: LinkPage): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(linkPage(page));
}
