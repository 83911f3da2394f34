import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type PollRow, PollsStore } from './polls.store.ts';

const DAY_MS = 86_400_000;
const MERGED_MS = 10 * 60_000;

/** How a poll was before a change, as far as those who answered are told of it. */
export interface PollBefore extends Pick<PollRow, 'title' | 'body' | 'place_name'> {
  readonly closes_at: string;
  /** The dates that were offered and where. */
  readonly dates: Readonly<Record<string, string>>;
}

/** What a change or the end of a poll leaves behind: its row, the log, the outbox. */
@Injectable()
export class PollRecords {
  constructor(
    private readonly policy: Policy,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    readonly store: PollsStore,
  ) {}

  /** The open poll under its lock, for who may end or change it. */
  async held(
    tx: EntityManager,
    actor: Actor,
    id: string,
    op: 'datePoll.close' | 'datePoll.update' = 'datePoll.close',
  ): Promise<PollRow> {
    if (!(await this.store.mayRead(tx, actor, id))) throw new NotFound();
    const poll = (await this.store.find(tx, id, 'FOR UPDATE'))!;
    await this.policy.require(tx, actor, op, {
      groupId: poll.group_id,
      own: poll.author_id === actor.personId,
    });
    if (poll.status === 'closed') throw new Conflict('This poll is closed already: the date is fixed.');
    if (poll.status === 'withdrawn') throw new Conflict('This poll was taken back already.');
    return poll;
  }

  async closed(
    tx: EntityManager,
    actor: Actor,
    poll: PollRow,
    of: { eventId: string; optionId: string },
  ): Promise<void> {
    await rows(
      tx,
      `UPDATE date_poll SET status = 'closed', event_id = $2, chosen_id = $3, closed_at = clock_now(), updated_at = clock_now() WHERE id = $1`,
      [poll.id, of.eventId, of.optionId],
    );
    await this.told(tx, actor, poll, { kind: 'DatePollClosed', type: 'datePoll.closed', facts: { event: of.eventId } });
  }

  async withdrawn(tx: EntityManager, actor: Actor, poll: PollRow): Promise<void> {
    await rows(
      tx,
      `UPDATE date_poll SET status = 'withdrawn', closed_at = clock_now(), updated_at = clock_now() WHERE id = $1`,
      [poll.id],
    );
    await this.told(tx, actor, poll, { kind: 'DatePollWithdrawn', type: 'datePoll.withdrawn', facts: {} });
  }

  /**
   * A change that the caller has just written. Who has answered hears of it ten minutes later, once for all changes of that time: what is
   * then different from `before`. Null tells nobody.
   */
  async changed(
    tx: EntityManager,
    actor: Actor,
    poll: PollRow,
    of: { before: PollBefore | null; now: Date },
  ): Promise<void> {
    await this.told(tx, actor, poll, { kind: 'DatePollChanged', type: 'datePoll.changed', facts: {} });
    if (!of.before) return;
    const isSoon = poll.closes_at.getTime() - of.now.getTime() <= DAY_MS;
    await this.outbox.announce(tx, {
      kind: 'DatePollChangesDue',
      groupId: poll.group_id,
      payload: { pollId: poll.id, byId: actor.personId, before: of.before },
      key: `poll-changes:${poll.id}`,
      notBefore: isSoon ? of.now : new Date(of.now.getTime() + MERGED_MS),
    });
  }

  private async told(
    tx: EntityManager,
    actor: Actor,
    poll: PollRow,
    of: { kind: string; type: string; facts: Record<string, string> },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: poll.group_id,
      type: of.type,
      actorId: actor.personId,
      facts: { poll: poll.id, ...of.facts },
    });
    await this.outbox.announce(tx, {
      kind: of.kind,
      groupId: poll.group_id,
      payload: { pollId: poll.id, byId: actor.personId },
      topics: [`poll:${poll.id}`, `group:${poll.group_id}`],
    });
  }
}
