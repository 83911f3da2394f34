// What others may use of identity: persons, sign-in, sessions, single-purpose links.
export { IdentityModule } from './identity.module.ts';
export { ClaimService } from './claim.service.ts';
export { type Link, Links } from './links.service.ts';
export { PeopleService } from './people.service.ts';
export { PeopleStore } from './people.store.ts';
export { Person } from './person.entity.ts';
export { Viewer } from './identity.graphql.ts';
export { SignInService } from './sign-in.service.ts';
