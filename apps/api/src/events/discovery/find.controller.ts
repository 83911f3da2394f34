import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { FeedCache } from '../feeds/feed-cache.ts';
import { askedOptions } from '../feeds/feed-options.ts';
import type { Feed } from '../feeds/feed.ts';
import { FeedsStore } from '../feeds/feeds.store.ts';
import { sendFeed } from '../feeds/send-feed.ts';
import { checkedFilter, filterOf } from './filter.ts';
import { FindFeeds, type FindForm } from './find-feeds.service.ts';

/** The form is the end of the address; the routes name each. */
const formOf = (request: Request): FindForm => request.path.split('.').at(-1) as FindForm;

/** Subscriptions to what was found, and the news of a group. */
@Controller()
export class FindController {
  constructor(
    private readonly database: Database,
    private readonly found: FindFeeds,
    private readonly feeds: FeedsStore,
    private readonly cache: FeedCache,
  ) {}

  @Op('feed.find.read')
  @Get(['find.ics', 'find.atom', 'find.json'])
  async find(@Req() request: Request, @Res() response: Response): Promise<void> {
    const filter = filterOf(request.query as Record<string, string>);
    await this.send(
      request,
      response,
      await this.found.feed(formOf(request), filter, { alarmMinutes: askedOptions(request.query).alarmMinutes ?? 0 }),
    );
  }

  @Op('feed.group.read')
  @Get(['g/:handle/events.atom', 'g/:handle/events.json'])
  async group(@Param('handle') handle: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const form = formOf(request);
    const group = await this.feeds.groupVersion(this.database.reads, handle);
    if (!group) throw new NotFound();
    const at = { feedPath: `/g/${handle}/events.${form}`, pagePath: `/g/${handle}/calendar`, title: group.name };
    await this.send(request, response, await this.found.feed(form, checkedFilter({ group: handle }), { at }));
  }

  private async send(request: Request, response: Response, feed: Feed): Promise<void> {
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    await sendFeed({ request, response, cache: this.cache }, feed, 'public, max-age=300');
  }
}
