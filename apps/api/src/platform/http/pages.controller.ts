import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../config.ts';
import { NotFound } from '../graphql/errors.ts';
import { escapeHtml } from '../mail/mail-text.ts';
import { Op } from '../policy/op.ts';
import { type PageHead, PageHeads } from './page-heads.ts';
import { Shell } from './shell.ts';

/** Where the built front end is: beside the built API, or under dist when run from sources. */
export function webFolder(): string {
  const here = import.meta.dirname;
  const candidates = [
    join(here, '../../../../web'),
    join(here, '../../../../../../dist/apps/web'),
    join(here, '../../../../../dist/apps/web'),
  ];
  // The sources have an index.html too; only what was built has its parts beside it.
  return candidates.find((folder) => existsSync(join(folder, 'assets'))) ?? candidates[0]!;
}

/** Pages whose address is a key. */
const keyed = /^\/(?:join|vote|claim)\//;
const unsaid = /^\/(graphql|files|live|assets|l|c|auth)(\/|$)/;

/** The last route: every page of the web is the same shell, with the head and the readable digest of public things written into it. */
@Controller()
export class PagesController {
  readonly #shell = new Shell(join(webFolder(), 'index.html'));

  constructor(
    private readonly heads: PageHeads,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Op('page.read')
  @Get('{*path}')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (unsaid.test(request.path) || /\.\w{2,5}$/.test(request.path)) throw new NotFound();
    const head = await this.heads.of(request.path);
    const isMissing = head === null && this.heads.knows(request.path) && !request.headers.cookie;
    response.status(isMissing ? 404 : 200).type('html');
    response.setHeader('Cache-Control', 'no-cache');
    if (keyed.test(request.path) || 'code' in request.query) response.setHeader('Referrer-Policy', 'no-referrer');
    if (head?.noIndex || head === null) response.setHeader('X-Robots-Tag', 'noindex');
    response.send(this.render(head));
  }

  private render(head: PageHead | null): string {
    const shell = this.#shell.text();
    if (!head) return shell;
    return shell
      .replace('<html lang="en"', `<html lang="${escapeHtml(head.locale)}"`)
      .replace(/<title>[^<]*<\/title>/, '')
      .replace('<!--head-->', () => this.headHtml(head))
      .replace('<!--digest-->', () => head.digest);
  }

  private headHtml(head: PageHead): string {
    const at = (path: string): string => escapeHtml(`${this.config.baseUrl}${path}`);
    const title = escapeHtml(head.title);
    const description = escapeHtml(head.description);
    const parts = [
      `<title>${title}</title>`,
      `<meta name="description" content="${description}">`,
      `<link rel="canonical" href="${at(head.canonicalPath)}">`,
      `<meta property="og:title" content="${title}">`,
      `<meta property="og:description" content="${description}">`,
      `<meta property="og:url" content="${at(head.canonicalPath)}">`,
      `<meta property="og:type" content="website">`,
      `<meta name="twitter:card" content="summary_large_image">`,
    ];
    if (head.imagePath) parts.push(`<meta property="og:image" content="${at(head.imagePath)}">`);
    if (head.noIndex) parts.push('<meta name="robots" content="noindex">');
    for (const feed of head.feeds ?? [])
      parts.push(
        `<link rel="alternate" type="${escapeHtml(feed.type)}" title="${escapeHtml(feed.title)}" href="${at(feed.path)}">`,
      );
    if (head.jsonLd) parts.push(`<script type="application/ld+json">${jsonLd(head.jsonLd)}</script>`);
    return parts.join('\n    ');
  }
}

function jsonLd(data: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
