import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import sharp from 'sharp';
import { posterSvg } from '#libs/poster';
import { visitor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { Op } from '../platform/policy/op.ts';
import { EventsStore } from './events.store.ts';

/** The picture of a public event for link previews: its poster, 1200 by 630. */
@Controller()
export class CardController {
  constructor(
    private readonly database: Database,
    private readonly store: EventsStore,
  ) {}

  @Op('event.read')
  @Get('e/:id/card.png')
  async card(@Param('id') id: string, @Res() response: Response): Promise<void> {
    const event = await this.store.page(this.database.reads, visitor, id);
    if (!event) throw new NotFound();
    const png = await sharp(Buffer.from(posterSvg(event.posterSeed, event.color)), { density: 216 })
      .resize(1200, 630, { fit: 'cover' })
      .png()
      .toBuffer();
    response.setHeader('Cache-Control', 'public, max-age=86400');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.type('png').send(png);
  }
}
