import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { onRoll } from '../../decisions/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { newOrderedId } from '../../platform/ids.ts';
import { say } from '../../platform/words/words.ts';
import { checkedBucket } from './round-fields.ts';
import { RoundSides } from './round-sides.service.ts';
import type { BucketFieldsInput, ProposeBucketInput, UpdateBucketInput } from './rounds.graphql.ts';
import { type BucketRow, type RoundRow, RoundsStore } from './rounds.store.ts';

const MOST = 50;

/** Buckets: proposed by members, and changed or withdrawn by who proposed or carries them, until the allotting begins. */
@Injectable()
export class BucketsService {
  constructor(
    private readonly database: Database,
    private readonly store: RoundsStore,
    private readonly sides: RoundSides,
  ) {}

  /** Proposes a bucket. Returns its id; the client's key makes a second sending the same bucket. */
  async propose(actor: Actor, input: ProposeBucketInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const round = await this.sides.held(tx, actor, input.roundId);
      await this.sides.policy.require(tx, actor, 'bucket.propose', { groupId: round.group_id });
      const call = { actorKey: `p:${actor.personId}`, clientKey: input.idempotencyKey, request: input };
      return this.sides.idempotency.once(tx, call, async () => {
        checkTime(round);
        const last = await row<{ n: number; all: number }>(
          tx,
          'SELECT coalesce(max(number), 0)::int AS n, (count(*) FILTER (WHERE withdrawn_at IS NULL))::int AS all FROM bucket WHERE round_id = $1',
          [round.id],
        );
        if (last!.all >= MOST) throw new Conflict(say`A round has ${MOST} buckets at most.`);
        const id = newOrderedId();
        const columns = {
          ...(await this.checked(tx, actor, { round, input: input.fields })),
          author_id: actor.personId,
        };
        await rows(
          tx,
          `INSERT INTO bucket (id, round_id, number, ${Object.keys(columns).join(', ')}) VALUES ($1, $2, $3, ${Object.keys(
            columns,
          )
            .map((_, at) => `$${at + 4}`)
            .join(', ')})`,
          [id, round.id, last!.n + 1, ...Object.values(columns)],
        );
        await this.tell(tx, actor, { round, id, log: 'bucket.proposed' });
        return id;
      });
    });
  }

  /** Changes a bucket. Throws CONFLICT where somebody else has changed it since it was read. Returns the id of its round. */
  update(actor: Actor, input: UpdateBucketInput): Promise<string> {
    return this.change(actor, input.id, async (tx, { round, bucket }) => {
      if (bucket.version !== input.expectedVersion)
        throw new Conflict('The bucket was changed in the meantime. Look at it again.');
      const columns = await this.checked(tx, actor, { round, input: input.fields, carrier: bucket.carrier_id });
      const names = Object.keys(columns);
      await rows(
        tx,
        `UPDATE bucket SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}, version = version + 1 WHERE id = $1`,
        [bucket.id, ...Object.values(columns)],
      );
      return 'bucket.changed';
    });
  }

  /** Takes a bucket back. Returns the id of its round. */
  withdraw(actor: Actor, id: string): Promise<string> {
    return this.change(actor, id, async (tx, { bucket }) => {
      await rows(tx, 'UPDATE bucket SET withdrawn_at = clock_now(), version = version + 1 WHERE id = $1', [bucket.id]);
      return 'bucket.withdrawn';
    });
  }

  private async change(
    actor: Actor,
    id: string,
    work: (tx: EntityManager, of: { round: RoundRow; bucket: BucketRow }) => Promise<string>,
  ): Promise<string> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.bucket(tx, id);
      if (!found) throw new NotFound();
      const round = await this.sides.held(tx, actor, found.round_id);
      const bucket = (await this.store.bucket(tx, id))!;
      const own = actor.personId === bucket.author_id || actor.personId === bucket.carrier_id;
      await this.sides.policy.require(tx, actor, 'bucket.update', { groupId: round.group_id, own });
      checkTime(round);
      if (bucket.withdrawn_at) throw new Conflict('This bucket was withdrawn.');
      await this.tell(tx, actor, { round, id, log: await work(tx, { round, bucket }) });
      return round.id;
    });
  }

  private async checked(
    tx: EntityManager,
    actor: Actor,
    of: { round: RoundRow; input: BucketFieldsInput; carrier?: string },
  ): Promise<Record<string, string>> {
    const { round, input } = of;
    const pot = { minor: BigInt(round.pot), currency: round.currency, way: round.way };
    const { minimum, stretch, ...words } = checkedBucket(input, pot);
    const carrier = input.carrierId || of.carrier || actor.personId!;
    const person = await onRoll(tx, round.group_id, carrier);
    if (person?.standing !== 'member') throw new BadInput('carrierId', 'Choose a member of this group.');
    return { ...words, minimum: minimum.toString(), stretch: stretch.toString(), carrier_id: carrier };
  }

  private tell(tx: EntityManager, actor: Actor, of: { round: RoundRow; id: string; log: string }): Promise<void> {
    const { round, id, log } = of;
    const about = { roundId: round.id, groupId: round.group_id };
    return this.sides.tell(tx, about, {
      log,
      happening: 'RoundChanged',
      actorId: actor.personId,
      facts: { bucket: id },
    });
  }
}

function checkTime(round: RoundRow): void {
  if (round.state !== 'proposing' || round.proposing_until <= round.now)
    throw new Conflict('The time to propose buckets is over: they stand as they are.');
}
