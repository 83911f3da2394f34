import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.ts';
import { CardsDoor } from './cards-door.ts';
import { CARD_PROCESSOR, type CardProcessor } from './processor.port.ts';
import { StripeProcessor } from './stripe/stripe.processor.ts';

/** The configured processor. Another adapter is made here. */
@Module({
  providers: [
    CardsDoor,
    {
      provide: CARD_PROCESSOR,
      inject: [CONFIG],
      useFactory: ({ card }: Config): CardProcessor | null => card && new StripeProcessor(card),
    },
  ],
  exports: [CardsDoor],
})
export class CardsDoorModule {}
