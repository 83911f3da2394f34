import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import encodeQR from 'qr';
import { Links } from '../../identity/index.ts';
import { Database } from '../../platform/database/database.ts';
import { linkPage } from '../../platform/http/link-page.ts';
import { Op } from '../../platform/policy/op.ts';
import { visitor } from '../../platform/actor.ts';
import { EventsStore } from '../events.store.ts';
import { whenText } from '../words.ts';
import { DoorService } from './door.service.ts';

const words = {
  en: {
    title: 'Your code for the door',
    show: 'Show this at the door, or say the code.',
    none: 'There is no code: you are not on the list, or this link is no longer good.',
    answer: 'My answer',
    alt: (code: string) => `QR code of ${code}`,
  },
  de: {
    title: 'Dein Code für den Einlass',
    show: 'Zeig das am Einlass oder sag den Code.',
    none: 'Es gibt keinen Code: Du stehst nicht auf der Liste, oder dieser Link gilt nicht mehr.',
    answer: 'Meine Antwort',
    alt: (code: string) => `QR-Code von ${code}`,
  },
} as const;

/** The code of a guest, by the link of their mail: a picture to be scanned and the same to be said. Works without script. */
@Controller('l/code')
export class DoorCodeController {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly events: EventsStore,
    private readonly doors: DoorService,
  ) {}

  @Op('link.rsvp')
  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { locale } = request.actor;
    const text = words[locale.startsWith('de') ? 'de' : 'en'];
    const link = await this.links.find(this.database.reads, token, 'rsvp');
    const event = link?.objectId ? await this.events.find(this.database.reads, link.objectId) : null;
    const pass = event ? await this.doors.pass({ ...visitor, personId: link!.personId }, event.id) : null;
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.status(pass ? 200 : 410).type('html');
    response.send(
      linkPage({
        locale,
        title: text.title,
        lines: event && pass ? [event.title, whenText(event, locale), text.show] : [text.none],
        ...(pass ? { picture: { svg: encodeQR(pass.url, 'svg'), alt: text.alt(pass.code), caption: pass.code } } : {}),
        links: [{ label: text.answer, href: `/l/answer/${encodeURIComponent(token)}` }],
      }),
    );
  }
}
