import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { needsSomeone, noticeRules, type Rulebook } from '#libs/governance';
import { ReservedLines } from '../money/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { Conflict, NotFound } from '../platform/graphql/errors.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { checkedDay } from './notice-fields.ts';
import { NoticeLocks } from './notice-locks.service.ts';
import { NoticeRecords } from './notice-records.service.ts';
import { type NoticeRow, NoticesStore } from './notices.store.ts';

/** "I'm doing this": what happens to a notice once it is posted: taking back, doing, handing back and taking over. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: NoticesStore,
    private readonly locks: NoticeLocks,
    private readonly records: NoticeRecords,
    private readonly money: ReservedLines,
  ) {}

  /** Takes a notice back, or, once nobody does it any more, clears it away. Its money is free again. */
  async withdraw(actor: Actor, id: string, reason: string | null): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 500 });
    await this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, id);
      const operation = notice.status === 'free' ? 'notice.clear' : 'notice.withdraw';
      await this.requireOwn(tx, actor, operation, notice, notice.author_id);
      this.locks.check(notice, 'withdraw');
      await this.end(tx, notice, { actorId: actor.personId, reason: words });
    });
  }

  /** Says that it is done. What is left of its money goes back; an expense that waits is decided first. */
  async complete(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, id);
      await this.requireOwn(tx, actor, 'notice.complete', notice, notice.doer_id);
      this.locks.check(notice, 'done');
      if (await this.money.hasOpenExpense(tx, id))
        throw new Conflict('An expense on its money waits to be approved. Say that it is done once that is decided.');
      await this.money.release(tx, notice.group_id, id);
      const done = await this.locks.write(tx, notice, { status: 'done', ended_at: notice.now });
      await this.records.tell(tx, done, { log: 'notice.done', happening: 'NoticeDone', actorId: actor.personId });
    });
  }

  /** Lays it down: anybody may take it now. Its money stays held for whoever does. */
  async handBack(actor: Actor, id: string, reason: string | null): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 500 });
    await this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, id);
      await this.requireOwn(tx, actor, 'notice.handBack', notice, notice.doer_id);
      this.locks.check(notice, 'handBack');
      await this.free(tx, notice, { actorId: actor.personId, reason: words });
    });
  }

  /** Takes over what was handed back or is past its day, with a new day or none. Its doer may take it again. */
  async take(actor: Actor, id: string, untilOn: string | null): Promise<void> {
    await this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, id);
      const { group_id: groupId, today } = notice;
      const standing = await this.policy.requireInGroup(tx, actor, 'notice.take', { groupId });
      this.locks.check(notice, 'take');
      if (!needsSomeone({ status: notice.status, untilOn: notice.until_on }, today))
        throw new Conflict('Somebody does this already.');
      const rules = noticeRules(standing.rules as unknown as Rulebook);
      if (notice.doer_id !== actor.personId)
        await this.locks.checkLoad(tx, groupId, { personId: actor.personId!, maxOpen: rules.maxOpen });
      const kept = notice.until_on !== null && notice.until_on >= today ? notice.until_on : null;
      const taken = await this.locks.write(tx, notice, {
        status: 'standing',
        doer_id: actor.personId,
        until_on: checkedDay(untilOn, today) ?? kept,
        overdue_told_on: null,
        reason: '',
      });
      await this.records.tell(tx, taken, { log: 'notice.taken', happening: 'NoticeTaken', actorId: actor.personId });
    });
  }

  /** Remembers that somebody has nothing against this text: it leaves their inbox, and nobody reads it. */
  async see(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const groupId = await this.store.groupOf(tx, actor, id);
      if (!groupId || !actor.personId) throw new NotFound();
      await this.policy.require(tx, actor, 'notice.object', { groupId });
      await rows(
        tx,
        'INSERT INTO notice_seen (notice_id, text_version, person_id) SELECT id, text_version, $2 FROM notice WHERE id = $1 ON CONFLICT DO NOTHING',
        [id, actor.personId],
      );
    });
  }

  /** What a membership leaves behind: open notices are withdrawn, what stands is free for others. The caller holds the membership. */
  async endedMembership(tx: EntityManager, of: { groupId: string; personId: string }): Promise<void> {
    const found = await rows<{ id: string }>(
      tx,
      `SELECT id FROM notice WHERE group_id = $1 AND doer_id = $2 AND status IN ('posted', 'talk', 'standing') ORDER BY id`,
      [of.groupId, of.personId],
    );
    for (const { id } of found) {
      const notice = (await this.store.hold(tx, id))!;
      if (notice.status === 'standing') await this.free(tx, notice, { actorId: null, reason: '' });
      else if (notice.status === 'posted' || notice.status === 'talk')
        await this.end(tx, notice, { actorId: null, reason: '' });
    }
  }

  private async end(
    tx: EntityManager,
    notice: NoticeRow,
    of: { actorId: string | null; reason: string },
  ): Promise<void> {
    await this.money.release(tx, notice.group_id, notice.id);
    const ended = await this.locks.write(tx, notice, { status: 'withdrawn', ended_at: notice.now, reason: of.reason });
    await this.records.tell(tx, ended, {
      log: 'notice.withdrawn',
      happening: 'NoticeWithdrawn',
      actorId: of.actorId,
      ...(of.reason ? { detail: { reason: of.reason } } : {}),
    });
  }

  private async free(
    tx: EntityManager,
    notice: NoticeRow,
    of: { actorId: string | null; reason: string },
  ): Promise<void> {
    const freed = await this.locks.write(tx, notice, { status: 'free', doer_id: null, reason: of.reason });
    await this.records.tell(tx, freed, {
      log: 'notice.handedBack',
      happening: 'NoticeHandedBack',
      actorId: of.actorId,
      ...(of.reason ? { detail: { reason: of.reason } } : {}),
    });
  }

  private async requireOwn(
    tx: EntityManager,
    actor: Actor,
    operation: 'notice.change' | 'notice.withdraw' | 'notice.clear' | 'notice.complete' | 'notice.handBack',
    notice: NoticeRow,
    ownerId: string | null,
  ): Promise<void> {
    const own = ownerId !== null && ownerId === actor.personId;
    await this.policy.require(tx, actor, operation, { groupId: notice.group_id, own });
  }
}
