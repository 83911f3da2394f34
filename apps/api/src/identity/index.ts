// What others may use of identity: persons, sign-in, sessions, single-purpose links.
export { IdentityModule } from './identity.module.ts';
export { Person } from './person.entity.ts';
export { PeopleStore } from './people.store.ts';
