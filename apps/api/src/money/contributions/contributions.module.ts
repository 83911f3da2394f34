import { Module } from '@nestjs/common';
import { Arrivals } from './arrivals.service.ts';
import { ContributionsResolver } from './contributions.resolver.ts';
import { ContributionsService } from './contributions.service.ts';
import { ContributionsStore } from './contributions.store.ts';

/** Money that comes in: promised, due, given; in the book only once it has arrived. */
@Module({
  providers: [Arrivals, ContributionsResolver, ContributionsService, ContributionsStore],
  exports: [Arrivals, ContributionsService],
})
export class ContributionsModule {}
