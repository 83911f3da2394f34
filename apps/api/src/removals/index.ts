// What others may use of removals: the clock of the cases, and the links for mails to the person concerned.
export { RemovalsModule } from './removals.module.ts';
export { Removals } from './removals.service.ts';
export { RemovalClock } from './removal-clock.service.ts';
export { RemovalLinks } from './removal-links.service.ts';
