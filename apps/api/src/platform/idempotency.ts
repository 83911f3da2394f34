import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hot } from './database/hot.ts';
import { BadInput, Conflict } from './graphql/errors.ts';

/**
 * Answers a repeated request with its first answer: (actor, client key) → request hash and response, written in the transaction of the change.
 * Another request under the same key is CONFLICT. `T` must survive JSON: keep ids in it and read the thing again.
 * A `response` that is known beforehand is written at once; where the work fails it goes with the rest.
 */
@Injectable()
export class Idempotency {
  async once<T>(
    tx: EntityManager,
    call: { actorKey: string; clientKey: string; request: unknown; response?: T },
    work: () => Promise<T>,
  ): Promise<T> {
    if (!/^[\w-]{8,80}$/.test(call.clientKey))
      throw new BadInput('idempotencyKey', 'The key of this request must have 8 to 80 letters and digits.');
    const hash = createHash('sha256')
      .update(JSON.stringify(call.request, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
      .digest();
    const isKnown = call.response !== undefined;
    const inserted = await hot(
      tx,
      'idempotency_first',
      'INSERT INTO idempotency (actor_key, client_key, request_hash, response) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1',
      [call.actorKey, call.clientKey, hash, isKnown ? JSON.stringify(call.response) : null],
    );
    if (inserted.length === 0) {
      const rows = await tx.query<{ request_hash: Buffer; response: T }[]>(
        'SELECT request_hash, response FROM idempotency WHERE actor_key = $1 AND client_key = $2',
        [call.actorKey, call.clientKey],
      );
      if (!rows[0]?.request_hash.equals(hash))
        throw new Conflict('This request was already made with other content. Reload the page and try again.');
      return rows[0].response;
    }
    const response = await work();
    if (isKnown) return response;
    await tx.query('UPDATE idempotency SET response = $3 WHERE actor_key = $1 AND client_key = $2', [
      call.actorKey,
      call.clientKey,
      JSON.stringify(response),
    ]);
    return response;
  }
}
