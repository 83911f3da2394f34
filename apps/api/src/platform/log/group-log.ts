import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson, chainHash } from '#libs/log';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface LogEvent {
  /** The group's id, or the instance's chain. */
  readonly chainId: string;
  /** What happened, past tense with a dot: `expense.approved`. */
  readonly type: string;
  /** The person, or null where a decision or the system acted. */
  readonly actorId: string | null;
  /** Ids, numbers and words of the product; nothing personal. */
  readonly facts: { readonly [key: string]: Json };
  /** Words people wrote, such as a reason: kept beside the chain under a salted hash, so that they can be erased. */
  readonly detail?: { readonly [key: string]: Json };
}

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The append-only, hash-chained record of who did what. Appended in the transaction of the change, as its last lock. */
@Injectable()
export class GroupLog {
  readonly #decisions = new WeakMap<EntityManager, string>();

  /** From here on this transaction carries out a decision: its entries name the proposal as who acts, and no person. */
  actFor(tx: EntityManager, proposalId: string): void {
    this.#decisions.set(tx, proposalId);
  }

  async append(tx: EntityManager, asked: LogEvent): Promise<bigint> {
    const decision = this.#decisions.get(tx);
    const event = decision ? { ...asked, actorId: null, facts: { ...asked.facts, decision } } : asked;
    await tx.query('INSERT INTO log_head (chain_id) VALUES ($1) ON CONFLICT DO NOTHING', [event.chainId]);
    const heads = await tx.query<{ size: string; hash: Buffer; at: string }[]>(
      'SELECT size, hash, iso(clock_now()) AS at FROM log_head WHERE chain_id = $1 FOR UPDATE',
      [event.chainId],
    );
    const head = heads[0]!;
    const seq = BigInt(head.size) + 1n;
    const salt = event.detail ? randomBytes(16) : null;
    const commit =
      salt && event.detail
        ? Buffer.from(sha256(Buffer.concat([salt, Buffer.from(canonicalJson(event.detail))]))).toString('hex')
        : null;
    const body = Buffer.from(
      canonicalJson({
        version: 1,
        chain: event.chainId,
        seq: seq.toString(),
        at: head.at,
        type: event.type,
        actor: event.actorId,
        facts: event.facts,
        detail: commit,
      }),
    );
    const hash = Buffer.from(chainHash(sha256, head.hash, body));
    await tx.query(
      'INSERT INTO log_entry (chain_id, seq, at, type, actor_ref, body, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [event.chainId, seq.toString(), head.at, event.type, event.actorId, body, head.hash, hash],
    );
    if (salt)
      await tx.query('INSERT INTO log_detail (chain_id, seq, salt, detail) VALUES ($1, $2, $3, $4)', [
        event.chainId,
        seq.toString(),
        salt,
        JSON.stringify(event.detail),
      ]);
    await tx.query('UPDATE log_head SET size = $2, hash = $3 WHERE chain_id = $1', [
      event.chainId,
      seq.toString(),
      hash,
    ]);
    return seq;
  }
}
