import { buffer } from 'node:stream/consumers';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { posterSvg } from '#libs/poster';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { Files } from '../platform/files/files.service.ts';
import { pictures } from '../platform/files/pictures.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { etagOf, isKnown } from '../platform/http/etag.ts';
import { Op } from '../platform/policy/op.ts';
import { withKey } from './event-ref.ts';
import { EventsStore, type PageRow } from './events.store.ts';

const FORMAT = '1';
const KEPT = 64;

/** The picture of a public event for link previews, 1200 by 630: its poster, or the picture its host has put in its place. */
@Controller()
export class CardController {
  readonly #kept = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly database: Database,
    private readonly store: EventsStore,
    private readonly files: Files,
  ) {}

  @Op('event.read')
  @Get('e/:id/card.png')
  async card(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const event = await this.store.page(this.database.reads, visitor, id);
    if (!event || (event.visibility !== 'public' && event.visibility !== 'unlisted')) throw new NotFound();
    const key = [FORMAT, event.posterSeed, event.color, event.coverId].join(' ');
    const etag = etagOf(key);
    response.setHeader('ETag', `"${etag}"`);
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.type('png');
    if (isKnown(request, etag)) response.status(304).end();
    else response.send(await this.drawn(key, event));
  }

  /** Drawn once for all who ask at the same time; the last few are kept. */
  private drawn(key: string, event: PageRow): Promise<Buffer> {
    let card = this.#kept.get(key);
    if (!card) {
      card = this.draw(event);
      this.#kept.set(key, card);
      card.catch(() => this.#kept.delete(key));
      if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    }
    return card;
  }

  private async draw(event: PageRow): Promise<Buffer> {
    const sharp = await pictures();
    const picture = event.coverId
      ? sharp(await buffer((await this.files.open(visitor, withKey(event.coverId, event.linkKey))).stream))
      : sharp(Buffer.from(posterSvg(event.posterSeed, event.color)), { density: 216 });
    return picture.resize(1200, 630, { fit: 'cover' }).png().toBuffer();
  }
}
