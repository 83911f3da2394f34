import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import { requiredName } from '../platform/names.ts';
import { PeopleStore } from './people.store.ts';
import type { Person } from './person.entity.ts';

/** Makes and changes persons. A person is made when an address is first confirmed, never before. */
@Injectable()
export class PeopleService {
  constructor(private readonly people: PeopleStore) {}

  /** The person behind a confirmed address, made now if it is new. Confirming signs nobody in. */
  async confirmed(tx: EntityManager, email: string, of: { name: string; locale: string }): Promise<Person> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [email]);
    const known = await this.people.findByEmail(tx, email);
    return known ?? this.make(tx, { ...of, email });
  }

  async make(
    tx: EntityManager,
    of: { name: string; locale: string; email: string | null; operator?: boolean },
  ): Promise<Person> {
    const id = newId();
    const name = requiredName('name', of.name, { what: 'Your name', max: 80 });
    await rows(tx, 'INSERT INTO person (id, name, locale, operator) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      of.locale.startsWith('de') ? 'de' : 'en',
      of.operator ?? false,
    ]);
    if (of.email)
      await rows(tx, 'INSERT INTO address (id, person_id, email) VALUES ($1, $2, $3)', [newId(), id, of.email]);
    return (await this.people.find(tx, id))!;
  }
}
