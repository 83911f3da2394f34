import { Group } from './groups/index.ts';
import { Person } from './identity/index.ts';

/** Every mapped row. `test/walls.spec.ts` compares them with the migrated database. */
export const entities = [Person, Group];
