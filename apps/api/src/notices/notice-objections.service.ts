import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { ProposalsService, usualFields } from '../decisions/index.ts';
import { ReservedLines } from '../money/index.ts';
import type { Actor } from '../platform/actor.ts';
import { constraintOf, Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict } from '../platform/graphql/errors.ts';
import { newOrderedId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { NoticeLocks } from './notice-locks.service.ts';
import { NoticeRecords } from './notice-records.service.ts';
import type { ObjectToNoticeInput } from './notices.graphql.ts';
import type { NoticeRow } from './notices.store.ts';
import { raisedBody } from './raise-words.ts';

const late = 'The time to object is over. You can still say it in the talk below.';

/** Objecting to a notice, with one's name and a reason; taking that back; and making a proposal of what is disputed. */
@Injectable()
export class NoticeObjections {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly locks: NoticeLocks,
    private readonly records: NoticeRecords,
    private readonly money: ReservedLines,
    private readonly proposals: ProposalsService,
  ) {}

  /** Objects inside the window: the notice becomes a talk. CONFLICT once the time is over, or where the text is another by now. */
  async object(actor: Actor, input: ObjectToNoticeInput): Promise<void> {
    const reason = longText('reason', input.reason, { what: 'The reason', max: 2000 });
    if (reason === '') throw new BadInput('reason', 'Say why: the others read it and look for a way.');
    try {
      await this.database.transaction(async (tx) => {
        const notice = await this.locks.held(tx, actor, input.id);
        const own = notice.author_id === actor.personId;
        await this.policy.require(tx, actor, 'notice.object', { groupId: notice.group_id, own });
        if (notice.status === 'standing') throw new Conflict(late);
        this.locks.check(notice, 'object');
        if (input.textVersion !== notice.text_version)
          throw new Conflict('The notice was changed in the meantime. Read it again; what you typed is kept here.');
        await this.write(tx, actor, { notice, reason });
      });
    } catch (error) {
      if (constraintOf(error) === 'notice_objection_one') throw new Conflict('You have objected already.');
      if (error instanceof Error && error.message.includes('WINDOW_CLOSED')) throw new Conflict(late);
      throw error;
    }
  }

  /** Takes one's objection back. With the last one gone everybody is told, and a new time to object begins. */
  async takeBack(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, id);
      const mine = await row<{ id: string }>(
        tx,
        'SELECT id FROM notice_objection WHERE notice_id = $1 AND text_version = $2 AND person_id = $3 AND withdrawn_at IS NULL',
        [id, notice.text_version, actor.personId],
      );
      await this.policy.require(tx, actor, 'notice.objection.withdraw', {
        groupId: notice.group_id,
        own: mine !== null,
      });
      this.locks.check(notice, 'settle');
      await rows(tx, 'UPDATE notice_objection SET withdrawn_at = clock_now() WHERE id = $1', [mine!.id]);
      const isSettled = (await this.standing(tx, notice)).length === 0;
      const next = await this.locks.write(tx, notice, isSettled ? { status: 'posted', window_ends_at: null } : {});
      await this.records.tell(tx, next, {
        log: 'notice.objectionWithdrawn',
        happening: isSettled ? 'NoticePosted' : 'NoticeChanged',
        actorId: actor.personId,
        facts: { objection: mine!.id },
      });
    });
  }

  /** Makes a draft of the proposal with both sides and the money filled in, linked both ways; its money is free again. Returns the proposal's id. */
  async raise(actor: Actor, id: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, id);
      const standing = await this.policy.requireInGroup(tx, actor, 'notice.raise', {
        groupId: notice.group_id,
        own: notice.author_id === actor.personId,
      });
      this.locks.check(notice, 'raise');
      const proposalId = await this.draft(tx, actor, { notice, rules: standing.rules as unknown as Rulebook });
      await this.money.release(tx, notice.group_id, id);
      const raised = await this.locks.write(tx, notice, {
        status: 'raised',
        ended_at: notice.now,
        proposal_id: proposalId,
      });
      await this.records.tell(tx, raised, {
        log: 'notice.raised',
        happening: 'NoticeRaised',
        actorId: actor.personId,
        facts: { proposal: proposalId },
      });
      return proposalId;
    });
  }

  private async write(tx: EntityManager, actor: Actor, of: { notice: NoticeRow; reason: string }): Promise<void> {
    const { notice, reason } = of;
    const id = newOrderedId();
    const made = await row<{ raised_at: Date }>(
      tx,
      'INSERT INTO notice_objection (id, notice_id, text_version, person_id, reason) VALUES ($1, $2, $3, $4, $5) RETURNING raised_at',
      [id, notice.id, notice.text_version, actor.personId, reason],
    );
    const next = await this.locks.write(tx, notice, { status: 'talk', objected_at: made!.raised_at });
    await this.records.tell(tx, next, {
      log: 'notice.objected',
      happening: 'NoticeObjected',
      actorId: actor.personId,
      facts: { objection: id },
      detail: { reason },
    });
  }

  private async draft(tx: EntityManager, actor: Actor, of: { notice: NoticeRow; rules: Rulebook }): Promise<string> {
    const { notice, rules } = of;
    const group = await row<{ locale: string; handle: string }>(
      tx,
      'SELECT locale, handle FROM folk_group WHERE id = $1',
      [notice.group_id],
    );
    const objections = await this.standing(tx, notice);
    const { minor, currency } = notice;
    return this.proposals.draft(tx, actor, {
      groupId: notice.group_id,
      fields: {
        title: notice.title,
        body: raisedBody({
          locale: group!.locale,
          body: notice.body,
          number: notice.number,
          path: `/g/${group!.handle}/notices/${notice.id}`,
          objections,
        }),
        ...usualFields(minor ? [{ kind: 'budget_line.open', payload: { minor } }] : [], {
          rules,
          now: notice.now,
          spare: 1,
        }),
        ...(minor && currency
          ? {
              opensBudgetLine: {
                label: [...notice.title].slice(0, 80).join(''),
                planned: { minor: BigInt(minor), currency },
                fundId: notice.fund_id,
              },
            }
          : {}),
      },
    });
  }

  /** The objections that stand against the present text. */
  private standing(tx: EntityManager, notice: NoticeRow): Promise<{ name: string; reason: string }[]> {
    return rows(
      tx,
      `SELECT q.name, o.reason FROM notice_objection o JOIN person q ON q.id = o.person_id
       WHERE o.notice_id = $1 AND o.text_version = $2 AND o.withdrawn_at IS NULL ORDER BY o.raised_at, o.id`,
      [notice.id, notice.text_version],
    );
  }
}
