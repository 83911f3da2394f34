import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/graphql/errors.ts';
import { linkPage, type LinkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { givenAnswer } from './answer-input.ts';
import { answerFields, answerOf, answerPage, factLines } from './answer-page.ts';
import { AnswerParts } from './answer-parts.ts';
import { answerWords } from './answer-words.ts';
import { GuestAnswers } from './guest-answers.service.ts';
import { AnswerRefused } from './rsvps.service.ts';

type Form = Record<string, string | string[] | undefined>;
type Linked = Awaited<ReturnType<GuestAnswers['byLink']>>;

/** Answers by mail: a page that shows, a button that acts. Works without script and without signing in. */
@Controller('l')
export class RsvpLinksController {
  constructor(
    private readonly guests: GuestAnswers,
    private readonly parts: AnswerParts,
  ) {}

  @Op('link.rsvp')
  @Get('rsvp/:token')
  async showPending(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pendingPage(token, request.actor.locale, response);
  }

  @Op('link.rsvp')
  @Post('rsvp/:token')
  async confirm(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const done = await this.guests.confirm(token).catch(faultIn(locale));
    if (typeof done === 'string') return this.pendingPage(token, locale, response, done);
    if (!done) return gone(response, locale);
    response.redirect(303, `/l/answer/${done.manageToken}`);
  }

  @Op('link.rsvp')
  @Get('invited/:token')
  async showInvitation(
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.invitationPage(token, request.actor.locale, response);
  }

  @Op('link.rsvp')
  @Post('invited/:token')
  async answerInvitation(
    @Param('token') token: string,
    @Body() body: Form,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { locale } = request.actor;
    const invited = await this.guests.invited(token);
    if (!invited) return gone(response, locale);
    const name = typeof body['name'] === 'string' ? body['name'] : '';
    const given = () => givenAnswer(answerOf(body, invited.facts));
    const done = await Promise.resolve()
      .then(() => this.guests.answerInvitation(token, { name, locale, given: given() }))
      .catch(faultIn(locale));
    if (typeof done === 'string') return this.invitationPage(token, locale, response, { fault: done, name });
    if (!done) return gone(response, locale);
    response.redirect(303, `/l/answer/${done.manageToken}`);
  }

  @Op('link.rsvp')
  @Get('answer/:token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const own = await this.guests.byLink(token);
    if (!own) return gone(response, locale);
    send(response, 200, answerPage(own.facts, { locale, token, parts: await this.beside(own, locale) }));
  }

  @Op('link.rsvp')
  @Post('answer/:token')
  async answer(
    @Param('token') token: string,
    @Body() body: Form,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { locale } = request.actor;
    const before = await this.guests.byLink(token);
    if (!before) return gone(response, locale);
    const isUndo = body['act'] === 'undo';
    const orWait = body['wait'] === 'yes';
    let waits = false;
    const done = await Promise.resolve()
      .then(() => this.guests.answerByLink(token, isUndo ? { orWait } : givenAnswer(answerOf(body, before.facts))))
      .catch((error: unknown) => {
        waits = error instanceof AnswerRefused && error.refusal.nextStep === 'join-waitlist';
        return faultIn(locale)(error);
      });
    const after = await this.guests.byLink(token);
    // Whoever undoes their very first answer has none left, and with it no page of it.
    if (!after) return send(response, 200, { ...gonePage(locale), lines: [answerWords(locale).undone] });
    const words = answerWords(locale);
    const isFault = typeof done === 'string';
    const outcome = isFault ? { fault: done, waits } : { said: isUndo && !orWait ? words.undone : words.saved };
    const parts = await this.beside(after, locale);
    send(response, isFault ? 400 : 200, answerPage(after.facts, { locale, token, parts, ...outcome }));
  }

  private beside({ facts, personId }: NonNullable<Linked>, locale: string): ReturnType<AnswerParts['of']> {
    return this.parts.of({ eventId: facts.event.id, personId, locale });
  }

  private async pendingPage(token: string, locale: string, response: Response, fault?: string): Promise<void> {
    const words = answerWords(locale);
    const found = await this.guests.pending(token);
    if (!found) return gone(response, locale);
    const { pending, facts } = found;
    send(response, fault ? 409 : 200, {
      locale,
      title: words.confirmTitle,
      lines: [...factLines(facts, locale), words.confirm[pending.answer](pending.seats)],
      ...(fault ? { fault } : { form: { label: words.confirmButton } }),
    });
  }

  private async invitationPage(
    token: string,
    locale: string,
    response: Response,
    again?: { fault: string; name: string },
  ): Promise<void> {
    const words = answerWords(locale);
    const invited = await this.guests.invited(token);
    if (!invited) return gone(response, locale);
    const name = { name: 'name', label: words.name, value: again?.name ?? '' };
    send(response, again ? 400 : 200, {
      locale,
      title: words.inviteTitle,
      lines: [...factLines(invited.facts, locale), words.inviteLine],
      ...(again ? { fault: again.fault } : {}),
      form: { label: words.inviteButton, fields: [name, ...answerFields(invited.facts, words)] },
    });
  }
}

/** What a person can mend becomes words on the page; everything else is thrown on. */
function faultIn(locale: string): (error: unknown) => string {
  return (error) => {
    if (error instanceof AnswerRefused) return error.refusal.message.in(locale);
    if (error instanceof Refusal) return error.words.in(locale);
    throw error;
  };
}

const gonePage = (locale: string): LinkPage => {
  const words = answerWords(locale);
  return { locale, title: words.manageTitle, lines: [words.expired] };
};

function gone(response: Response, locale: string): void {
  send(response, 410, gonePage(locale));
}

function send(response: Response, status: number, page: LinkPage): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(linkPage(page));
}
