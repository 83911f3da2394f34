import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Op } from '../platform/policy/op.ts';
import { linkPage, type LinkPage } from '../platform/http/link-page.ts';
import { SignInService } from './sign-in.service.ts';
import { identityWords } from './words.ts';

/** The page of a mailed sign-in link. Opening it uses nothing up, so that mail scanners cannot sign anybody in. */
@Controller('l/signin')
export class SignInController {
  constructor(private readonly signIn: SignInService) {}

  @Op('link.signIn')
  @Get(':token')
  show(@Req() request: Request, @Res() response: Response): void {
    const words = identityWords(request.actor.locale);
    this.send(response, 200, {
      locale: request.actor.locale,
      title: words.pageTitle,
      lines: [words.pageLine],
      form: { label: words.signInButton },
    });
  }

  @Op('link.signIn')
  @Post(':token')
  async use(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
    @Body('code') code?: string,
  ): Promise<void> {
    const { locale } = request.actor;
    const words = identityWords(locale);
    const outcome = await this.signIn.useLink(
      token,
      code ? code.trim() : null,
      { req: request, res: response },
      locale,
    );
    if (outcome.kind === 'in') return response.redirect(303, outcome.next);
    if (outcome.kind === 'expired')
      return this.send(response, 410, {
        locale,
        title: words.pageTitle,
        lines: [words.expired],
        links: [{ label: words.askAgain, href: '/signin' }],
      });
    const fault = outcome.kind === 'wrong-code' ? { fault: words.wrongCode } : {};
    this.send(response, 200, {
      locale,
      title: words.pageTitle,
      lines: [words.otherBrowser],
      ...fault,
      form: { label: words.signInButton, fields: [{ name: 'code', label: words.codeLabel, type: 'code' }] },
      links: [{ label: words.askAgain, href: '/signin' }],
    });
  }

  private send(response: Response, status: number, page: LinkPage): void {
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.status(status).type('html').send(linkPage(page));
  }
}
