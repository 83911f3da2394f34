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

  async append(tx: EntityManager, { chainId, ...event }: LogEvent): Promise<bigint> {
    const [head] = await tx.query<LogHead[]>('SELECT * FROM log_begin($1)', [chainId]);
    const { rows, last } = this.chained(tx, head!, { chainId, events: [event] });
    await tx.query('SELECT log_write($1, $2::jsonb)', [chainId, rows]);
    return last;
  }

  /** What `log_write` takes to append these to the end that `log_begin` told; for who has other things to write in the same statement. */
  chained(
    tx: EntityManager,
    head: LogHead,
    { chainId, events }: { chainId: string; events: readonly Omit<LogEvent, 'chainId'>[] },
  ): { rows: string; last: bigint } {
    let [seq, prev] = [BigInt(head.size), head.log_hash];
    const made = events.map((event) => {
      const next = this.#made(tx, { ...event, chainId }, { seq: seq + 1n, at: head.said_at, prev });
      [seq, prev] = [seq + 1n, Buffer.from(next.hash, 'hex')];
      return next;
    });
    return { rows: JSON.stringify(made), last: seq };
  }

  #made(tx: EntityManager, asked: LogEvent, { seq, at, prev }: { seq: bigint; at: string; prev: Buffer }): Made {
    const decision = this.#decisions.get(tx);
    const event = decision ? { ...asked, actorId: null, facts: { ...asked.facts, decision } } : asked;
    const { type, actorId: actor, detail } = event;
    const salt = detail ? randomBytes(16) : null;
    const commit =
      salt && detail
        ? Buffer.from(sha256(Buffer.concat([salt, Buffer.from(canonicalJson(detail))]))).toString('hex')
        : null;
    const body = canonicalJson({
      version: 1,
      chain: event.chainId,
      seq: seq.toString(),
      at,
      type,
      actor,
      facts: event.facts,
      detail: commit,
    });
    const hash = Buffer.from(chainHash(sha256, prev, Buffer.from(body))).toString('hex');
    const said = salt && detail ? { salt: salt.toString('hex'), detail } : {};
    return { seq: seq.toString(), at, type, actor, body, prev: prev.toString('hex'), hash, ...said };
  }
}

/** The end of a chain as `log_begin` tells it. */
export interface LogHead {
  readonly size: string;
  readonly log_hash: Buffer;
  readonly said_at: string;
}

/** An entry as `log_write` takes it: hashes in hexadecimal. */
interface Made {
  readonly seq: string;
  readonly hash: string;
  readonly [column: string]: Json;
}
