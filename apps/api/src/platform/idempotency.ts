import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BadInput, Conflict } from './graphql/errors.ts';

/**
 * Answers a repeated request with its first answer: (actor, client key) → request hash and response, written in the transaction of the change.
 * Another request under the same key is CONFLICT. `T` must survive JSON: keep ids in it and read the thing again.
 */
@Injectable()
export class Idempotency {
  async once<T>(
    tx: EntityManager,
    call: { actorKey: string; clientKey: string; request: unknown },
    work: () => Promise<T>,
  ): Promise<T> {
    if (!/^[\w-]{8,80}$/.test(call.clientKey))
      throw new BadInput('idempotencyKey', 'The key of this request must have 8 to 80 letters and digits.');
    const hash = createHash('sha256')
      .update(JSON.stringify(call.request, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
      .digest();
    const inserted = await tx.query<unknown[]>(
      'INSERT INTO idempotency (actor_key, client_key, request_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
      [call.actorKey, call.clientKey, hash],
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
    await tx.query('UPDATE idempotency SET response = $3 WHERE actor_key = $1 AND client_key = $2', [
      call.actorKey,
      call.clientKey,
      JSON.stringify(response),
    ]);
    return response;
  }
}
