import { Controller, Get, Header, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '../config.ts';
import { escapeHtml } from '../mail/mail-text.ts';
import { Op } from '../policy/op.ts';
import { PageHeads } from './page-heads.ts';

const KEPT_MS = 10 * 60_000;
const MOST = 45_000;
const closedOff = [
  '/graphql',
  '/live',
  '/files/',
  '/l/',
  '/c/',
  '/claim/',
  '/join/',
  '/inbox',
  '/settings',
  '/operator',
];

/** What crawlers are told: where not to look, and the public pages there are. */
@Controller()
export class CrawlersController {
  #map: { readonly text: string; readonly until: number } | null = null;

  constructor(
    private readonly heads: PageHeads,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Op('page.read')
  @Get('robots.txt')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  robots(): string {
    return `User-agent: *\n${closedOff.map((path) => `Disallow: ${path}\n`).join('')}\nSitemap: ${this.config.baseUrl}/sitemap.xml\n`;
  }

  @Op('page.read')
  @Get('sitemap.xml')
  @Header('Content-Type', 'application/xml; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=600')
  async sitemap(): Promise<string> {
    if (!this.#map || this.#map.until < Date.now()) {
      const paths = (await this.heads.paths()).slice(0, MOST);
      const urls = paths.map((path) => `<url><loc>${escapeHtml(this.config.baseUrl + path)}</loc></url>`);
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
      this.#map = { text, until: Date.now() + KEPT_MS };
    }
    return this.#map.text;
  }
}
