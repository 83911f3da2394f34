import { Global, Module } from '@nestjs/common';
import { ActorSource } from '../platform/actor.ts';
import { PeopleStore } from './people.store.ts';
import { SessionActors } from './session-actors.ts';

@Global()
@Module({
  providers: [PeopleStore, { provide: ActorSource, useClass: SessionActors }],
  exports: [PeopleStore, ActorSource],
})
export class IdentityModule {}
