import { Module, type OnModuleInit } from '@nestjs/common';
import { FileParents } from '../../platform/files/file-parents.ts';
import { BankAccounts } from './batches/bank-accounts.service.ts';
import { BatchPages } from './batches/batch-pages.service.ts';
import { BatchParts } from './batches/batch-parts.service.ts';
import { BatchesResolver } from './batches/batches.resolver.ts';
import { Batches } from './batches/batches.service.ts';
import { BatchesStore } from './batches/batches.store.ts';
import { PayoutDetails } from './payout-details.service.ts';
import { PayoutSeals } from './payout-seals.service.ts';
import { PayoutsResolver } from './payouts.resolver.ts';

/** Where people are paid, and paying several at once. */
@Module({
  providers: [
    BankAccounts,
    BatchPages,
    BatchParts,
    Batches,
    BatchesResolver,
    BatchesStore,
    PayoutDetails,
    PayoutSeals,
    PayoutsResolver,
  ],
  exports: [BankAccounts, BatchPages, PayoutDetails, PayoutSeals],
})
export class PayoutsModule implements OnModuleInit {
  constructor(
    private readonly files: FileParents,
    private readonly pages: BatchPages,
  ) {}

  onModuleInit(): void {
    this.files.register('payment_batch', (db, actor, id) => this.pages.mayRead(db, actor, id));
  }
}
