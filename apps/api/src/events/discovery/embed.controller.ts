import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { etagOf } from '../../platform/http/etag.ts';
import { Op } from '../../platform/policy/op.ts';
import { FeedsStore, type GroupVersion } from '../feeds/feeds.store.ts';
import { embedPage, embedSheet, type EmbedLook } from './embed-page.ts';
import { checkedFilter } from './filter.ts';
import { FindStore } from './find.store.ts';

/** What the list may do in another site's frame: show itself, its sheet and nothing else. */
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";
const MOST = 20;

/** The next public events of a group as a small page for other sites: HTML and a sheet, no script, no cookie. */
@Controller('embed/g')
export class EmbedController {
  constructor(
    private readonly database: Database,
    private readonly feeds: FeedsStore,
    private readonly store: FindStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Op('feed.group.read')
  @Get(':handle')
  async list(@Param('handle') handle: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const group = await this.group(handle);
    const look = lookOf(request.query as Record<string, string>);
    const filter = checkedFilter({ group: handle });
    const ids = await this.store.next(this.database.reads, { filter, since: new Date(), most: look.most });
    const rows = await this.feeds.rows(this.database.reads, null, ids);
    embeddable(response);
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.type('html').send(embedPage({ group, rows, look, baseUrl: this.config.baseUrl }));
  }

  /** The sheet, in the group's colour: a file of its own, because the content policy allows no style within the page. */
  @Op('feed.group.read')
  @Get(':handle/look.css')
  async sheet(@Param('handle') handle: string, @Res() response: Response): Promise<void> {
    const { color } = await this.group(handle);
    const sheet = embedSheet(color);
    embeddable(response);
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.setHeader('ETag', `"${etagOf(sheet)}"`);
    response.type('css').send(sheet);
  }

  private async group(handle: string): Promise<GroupVersion> {
    const group = await this.feeds.groupVersion(this.database.reads, handle);
    if (!group) throw new NotFound();
    return group;
  }
}

function embeddable(response: Response): void {
  response.setHeader('Content-Security-Policy', policy);
  response.removeHeader('X-Frame-Options');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('X-Robots-Tag', 'noindex');
}

function lookOf(query: Readonly<Record<string, string>>): EmbedLook {
  const theme = query['theme'];
  const most = Number(query['most']);
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    most: Number.isInteger(most) && most >= 1 ? Math.min(most, MOST) : 5,
  };
}
