import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { ActorSource } from '../platform/actor.ts';
import { Retention } from '../platform/jobs/retention.ts';
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
export class IdentityModule implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    this.retention.rows('sign-in links and codes', {
      table: 'sign_in',
      where: `expires_at < clock_now() - interval '1 day'`,
    });
    this.retention.rows('sessions that ended', {
      table: 'session',
      where: `expires_at < clock_now() OR revoked_at < clock_now() - interval '30 days'`,
    });
    this.retention.rows('links that ended', {
      table: 'link',
      where: `least(expires_at, used_at, revoked_at) < clock_now() - interval '30 days'`,
    });
  }
}
