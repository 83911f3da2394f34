import { Global, Module } from '@nestjs/common';
import { ActorSource } from '../platform/actor.ts';
import { AccountService } from './account.service.ts';
import { ClaimService } from './claim.service.ts';
import { IdentityResolver } from './identity.resolver.ts';
import { Links } from './links.service.ts';
import { PeopleService } from './people.service.ts';
import { PeopleStore } from './people.store.ts';
import { SessionActors } from './session-actors.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInController } from './sign-in.controller.ts';
import { SignInMail } from './sign-in-mail.service.ts';
import { SignInService } from './sign-in.service.ts';

@Global()
@Module({
  controllers: [SignInController],
  providers: [
    AccountService,
    ClaimService,
    IdentityResolver,
    Links,
    PeopleService,
    PeopleStore,
    SessionsService,
    SignInMail,
    SignInService,
    { provide: ActorSource, useClass: SessionActors },
  ],
  exports: [ClaimService, Links, PeopleService, PeopleStore, ActorSource],
})
export class IdentityModule {}
