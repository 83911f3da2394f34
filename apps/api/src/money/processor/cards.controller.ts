import { Controller, HttpCode, Logger, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { NotFound, NotUnderstood } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { CardInbox } from './card-inbox.service.ts';
import { UnreadableWord, UnsignedWord } from './processor.port.ts';

/** Where the card processor says what has happened: the raw bytes, signed. Without a processor there is nothing here. */
@Controller('webhooks/cards')
export class CardsController {
  readonly #logger = new Logger('Cards');

  constructor(private readonly inbox: CardInbox) {}

  @Op('card.webhook')
  @Post()
  @HttpCode(200)
  async take(@Req() request: Request): Promise<{ received: true }> {
    if (!Buffer.isBuffer(request.body)) throw new NotFound();
    try {
      await this.inbox.take(request.body, request.headers);
    } catch (error) {
      if (!(error instanceof UnsignedWord) && !(error instanceof UnreadableWord)) throw error;
      this.#logger.warn(`A message was refused: ${error.message}`);
      throw new NotUnderstood();
    }
    return { received: true };
  }
}
