import { Global, Module } from '@nestjs/common';
import { Standings } from '../platform/policy/standings.ts';
import { StandingsStore } from './standings.store.ts';

@Global()
@Module({
  providers: [{ provide: Standings, useClass: StandingsStore }],
  exports: [Standings],
})
export class GroupsModule {}
