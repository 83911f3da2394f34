import { Module, type OnModuleInit } from '@nestjs/common';
import { SharesModule } from '../shares/shares.module.ts';
import { EntryMakers } from './entry-makers.ts';
import { EntryRequests } from './entry-requests.service.ts';
import { HandBookings } from './hand-bookings.service.ts';
import { HandEntries } from './hand-entries.service.ts';
import { HandEntriesResolver } from './hand-entries.resolver.ts';
import { HoldingsService } from './holdings.service.ts';
import { KeepFacts } from './keep-facts.service.ts';
import { KeepingPages } from './keeping-pages.service.ts';
import { KeepingResolver } from './keeping.resolver.ts';
import { KeepingStore } from './keeping.store.ts';
import { CountMaker } from './makers/count.maker.ts';
import { ExchangeMaker } from './makers/exchange.maker.ts';
import { OpeningMaker } from './makers/opening.maker.ts';
import { ReclassifyMaker } from './makers/reclassify.maker.ts';
import { ReversalMaker } from './makers/reversal.maker.ts';
import { SweepMaker } from './makers/sweep.maker.ts';
import { TransferMaker } from './makers/transfer.maker.ts';

/** What the group's money lies in, and the entries that are made by hand. */
@Module({
  imports: [SharesModule],
  providers: [
    CountMaker,
    EntryMakers,
    EntryRequests,
    ExchangeMaker,
    HandBookings,
    HandEntries,
    HandEntriesResolver,
    HoldingsService,
    KeepFacts,
    KeepingPages,
    KeepingResolver,
    KeepingStore,
    OpeningMaker,
    ReclassifyMaker,
    ReversalMaker,
    SweepMaker,
    TransferMaker,
  ],
  exports: [EntryMakers, HandEntries],
})
export class KeepingModule implements OnModuleInit {
  constructor(
    private readonly makers: EntryMakers,
    private readonly opening: OpeningMaker,
    private readonly sweep: SweepMaker,
    private readonly transfer: TransferMaker,
    private readonly exchange: ExchangeMaker,
    private readonly count: CountMaker,
    private readonly reclassify: ReclassifyMaker,
    private readonly reversal: ReversalMaker,
  ) {}

  onModuleInit(): void {
    this.makers.register('OPENING', this.opening);
    this.makers.register('SWEEP', this.sweep);
    this.makers.register('ALLOCATION', this.transfer);
    this.makers.register('EXCHANGE', this.exchange);
    this.makers.register('CASH_DIFFERENCE', this.count);
    this.makers.register('RECLASSIFIED', this.reclassify);
    this.makers.register('REVERSAL', this.reversal);
  }
}
