import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import type { Fetch } from './feed-bearers.service.ts';
import { FeedCache } from './feed-cache.ts';
import { askedOptions } from './feed-options.ts';
import type { Feed } from './feed.ts';
import { FeedsService } from './feeds.service.ts';
import { PersonalFeeds } from './personal-feeds.service.ts';
import { sendFeed } from './send-feed.ts';

const SECRET = 'private, max-age=300';

/** Calendars as calendar programs fetch them: never a redirect, a cookie or a log-in page. */
@Controller()
export class FeedsController {
  constructor(
    private readonly feeds: FeedsService,
    private readonly personal: PersonalFeeds,
    private readonly cache: FeedCache,
  ) {}

  @Op('feed.group.read')
  @Get('g/:handle/events.ics')
  async group(@Param('handle') handle: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    await this.send(
      request,
      response,
      await this.feeds.ofGroup(handle, askedOptions(request.query)),
      'public, max-age=300',
    );
  }

  @Op('feed.group.read')
  @Get('g/:handle/series/:id.ics')
  async series(
    @Param('handle') handle: string,
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    await this.send(
      request,
      response,
      await this.feeds.ofSeries(handle, id, askedOptions(request.query)),
      'public, max-age=300',
    );
  }

  @Op('feed.person.read')
  @Get('c/:token/:which.ics')
  async person(
    @Param('token') token: string,
    @Param('which') which: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    secret(response);
    if (which !== 'my' && which !== 'groups' && which !== 'deadlines') throw new NotFound();
    await this.send(request, response, await this.personal.of(token, which, fetchOf(request)), SECRET);
  }

  @Op('feed.person.read')
  @Get('c/:token/g/:handle.ics')
  async memberGroup(
    @Param('token') token: string,
    @Param('handle') handle: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    secret(response);
    const feed = await this.personal.ofGroup(token, handle, fetchOf(request));
    await this.send(request, response, feed, SECRET);
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
    await this.send(request, response, found?.feed ?? null, 'private, max-age=60');
  }

  private send(request: Request, response: Response, feed: Feed | null, caching: string): Promise<void> {
    return sendFeed({ request, response, cache: this.cache }, feed, caching);
  }
}

const fetchOf = ({ headers, query }: Request): Fetch => ({
  userAgent: headers['user-agent'],
  asked: askedOptions(query),
});

/** The address is the key: it goes into no referrer and no index. */
function secret(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Robots-Tag', 'noindex');
}
