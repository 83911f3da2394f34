import { Module } from '@nestjs/common';
import { ClosingPages } from './closing-pages.service.ts';
import { ClosingResolver } from './closing.resolver.ts';
import { ClosingService } from './closing.service.ts';
import { ClosingStore } from './closing.store.ts';

/** Periods of a book that are closed, and what they came to. Its routes stand in the money module. */
@Module({
  providers: [ClosingPages, ClosingResolver, ClosingService, ClosingStore],
  exports: [ClosingPages],
})
export class ClosingModule {}
