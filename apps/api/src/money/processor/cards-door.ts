import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.ts';
import { CARD_PROCESSOR, type CardProcessor } from './processor.port.ts';

/** Whether cards are taken: nothing of them is shown where they are not. */
@Injectable()
export class CardsDoor {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CARD_PROCESSOR) readonly processor: CardProcessor | null,
  ) {}

  /** The handle of the group whose account it is; null where there is none. */
  get handle(): string | null {
    return this.config.card?.group ?? null;
  }

  /** Whether a group takes cards in a currency. */
  takes(handle: string, currency: string): boolean {
    return this.processor !== null && handle === this.handle && this.processor.takes(currency);
  }
}
