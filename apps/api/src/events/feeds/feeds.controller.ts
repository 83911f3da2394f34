import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import type { WrittenFeed } from './written-feed.ts';
import { FeedsService } from './feeds.service.ts';

/** Calendars as calendar programs fetch them: never a redirect, a cookie or a log-in page. */
@Controller()
export class FeedsController {
  constructor(private readonly feeds: FeedsService) {}

  @Op('feed.group.read')
  @Get('g/:handle/events.ics')
  async group(@Param('handle') handle: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    send(request, response, await this.feeds.ofGroup(handle), 'public, max-age=300');
  }

  @Op('feed.person.read')
  @Get('c/:token/my.ics')
  async person(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Robots-Tag', 'noindex');
    send(request, response, await this.feeds.ofPerson(token), 'private, max-age=300');
  }

  @Op('feed.event.read')
  @Get('e/:id.ics')
  async event(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const found = await this.feeds.ofEvent(request.actor, id);
    if (found)
      response.setHeader(
        'Content-Disposition',
        `attachment; filename="event.ics"; filename*=UTF-8''${encodeURIComponent(`${found.name.slice(0, 60)}.ics`)}`,
      );
    send(request, response, found?.feed ?? null, 'private, max-age=60');
  }
}

function send(request: Request, response: Response, feed: WrittenFeed | null, caching: string): void {
  if (!feed) throw new NotFound();
  response.setHeader('ETag', feed.etag);
  response.setHeader('Cache-Control', caching);
  const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known.includes(feed.etag) || known.includes('*')) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', 'text/calendar; charset=utf-8');
  if (request.acceptsEncodings('gzip')) {
    response.setHeader('Content-Encoding', 'gzip');
    response.end(feed.gzip);
  } else response.end(feed.text);
}
