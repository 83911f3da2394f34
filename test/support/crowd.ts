import { hashOf, newId, newToken } from '../../apps/api/src/platform/ids.ts';
import { Client } from './client.ts';

/** A member of a crowd, signed in. */
export interface Member {
  readonly personId: string;
  readonly client: Client;
}

/** Where a crowd is put: a world, or a product of its own with a connection to its database. */
interface Place {
  readonly url: string;
  readonly database: {
    transaction(
      work: (tx: { query(sql: string, values: unknown[]): Promise<unknown> }) => Promise<void>,
    ): Promise<void>;
  };
}

/** Puts many members into a group at once, each with a session: the roll of a large group, without its year of joining. */
export async function crowd(place: Place, groupId: string, count: number): Promise<Member[]> {
  const people = Array.from({ length: count }, (_, at) => ({
    person: newId(),
    membership: newId(),
    session: newId(),
    name: `Member ${at + 1}`,
    token: newToken(),
  }));
  const column = (key: 'person' | 'membership' | 'session' | 'name'): string[] => people.map((one) => one[key]);
  await place.database.transaction(async (tx) => {
    await tx.query(
      'INSERT INTO person (id, name, signs_in) SELECT id, name, true FROM unnest($1::uuid[], $2::text[]) AS t (id, name)',
      [column('person'), column('name')],
    );
    await tx.query(
      'INSERT INTO membership (id, group_id, person_id) SELECT id, $3, person FROM unnest($1::uuid[], $2::uuid[]) AS t (id, person)',
      [column('membership'), column('person'), groupId],
    );
    await tx.query(
      `INSERT INTO spell (membership_id, seq, standing, from_at, authority) SELECT id, 1, 'member', clock_now(), '{}' FROM unnest($1::uuid[]) AS t (id)`,
      [column('membership')],
    );
    await tx.query(
      `INSERT INTO session (id, token_hash, person_id, method, expires_at)
       SELECT id, hash, person, 'link', clock_now() + interval '1 day' FROM unnest($1::uuid[], $2::bytea[], $3::uuid[]) AS t (id, hash, person)`,
      [column('session'), people.map(({ token }) => hashOf(token)), column('person')],
    );
  });
  return people.map(({ person, token }) => ({ personId: person, client: new Client(place.url, { sid: token }) }));
}

/** Does everything at once, but never more than `width` of it in flight, as browsers behind one proxy would. */
export async function atOnce<T, R>(
  things: readonly T[],
  width: number,
  work: (thing: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results = Array.from<R>({ length: things.length });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < things.length; at = next++) results[at] = await work(things[at]!, at);
  };
  await Promise.all(Array.from({ length: Math.min(width, things.length) }, worker));
  return results;
}
