import type { Act } from './acts.ts';
import { giving } from './book/giving.ts';
import { keeping } from './book/keeping.ts';
import { planning } from './book/planning.ts';
import { sharing } from './book/sharing.ts';
import { spending } from './book/spending.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';

/** The book of the year: what is given, planned, spent, shared among people, and kept in order. */
export function book(house: House, time: TimeTravel): Act[] {
  return [
    ...giving(house, time),
    ...planning(house, time),
    ...spending(house, time),
    ...sharing(house, time),
    ...keeping(house, time),
  ];
}
