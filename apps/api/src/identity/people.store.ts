import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { row } from '../platform/database/sql.ts';
import type { LoaderDefinition } from '../platform/graphql/loaders.ts';
import { Person } from './person.entity.ts';

/** Reads people. Others see a display name, never an address. */
@Injectable()
export class PeopleStore {
  readonly byId: LoaderDefinition<string, Person> = {
    name: 'person.byId',
    read: async (ids, _actor, db) =>
      new Map((await db.find(Person, { where: { id: In([...ids]) } })).map((person) => [person.id, person])),
  };

  find(db: EntityManager, id: string): Promise<Person | null> {
    return db.findOne(Person, { where: { id } });
  }

  findByEmail(db: EntityManager, email: string): Promise<Person | null> {
    return db
      .createQueryBuilder(Person, 'p')
      .innerJoin('address', 'a', 'a.person_id = p.id')
      .where('a.email = :email', { email })
      .getOne();
  }

  /** The first confirmed address of a person: where mail goes. */
  async emailOf(db: EntityManager, personId: string): Promise<string | null> {
    const found = await row<{ email: string }>(
      db,
      'SELECT email FROM address WHERE person_id = $1 ORDER BY confirmed_at, id LIMIT 1',
      [personId],
    );
    return found?.email ?? null;
  }
}
