import { Module, type OnModuleInit } from '@nestjs/common';
import { BillBookings } from './bill-bookings.service.ts';
import { BillHangs } from './bill-hangs.ts';
import { BillSides } from './bill-sides.service.ts';
import { BillsResolver } from './bills.resolver.ts';
import { BillsService } from './bills.service.ts';
import { Payouts } from './payouts.service.ts';
import { Settlements } from './settlements.service.ts';
import { SplitDoor } from './split-door.service.ts';
import { SplitLinks } from './split-links.service.ts';
import { SplitPages } from './split-pages.service.ts';
import { SplitPeople } from './split-people.service.ts';
import { SplitsResolver } from './splits.resolver.ts';
import { SplitParts, SplitsService } from './splits.service.ts';
import { SplitsStore } from './splits.store.ts';

/**
 * Costs that people share among themselves, beside the group's money and in the same book. Its routes stand in the money module: those of a
 * module within another would come after the pages, which take whatever no other has.
 */
@Module({
  providers: [
    BillBookings,
    BillHangs,
    BillSides,
    BillsResolver,
    BillsService,
    Payouts,
    Settlements,
    SplitDoor,
    SplitLinks,
    SplitPages,
    SplitParts,
    SplitPeople,
    SplitsResolver,
    SplitsService,
    SplitsStore,
  ],
  exports: [Settlements, SplitLinks, SplitPeople, SplitsStore],
})
export class BillsModule implements OnModuleInit {
  constructor(private readonly hangs: BillHangs) {}

  onModuleInit(): void {
    this.hangs.register();
  }
}
