import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { noticeRules, type Rulebook } from '#libs/governance';
import { type Fund, ReservedLines } from '../money/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../platform/ids.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { checkedNotice } from './notice-fields.ts';
import { NoticeLocks } from './notice-locks.service.ts';
import { NoticeRecords } from './notice-records.service.ts';
import type { ChangeNoticeInput, NoticeFieldsInput, PostNoticeInput } from './notices.graphql.ts';
import { type NoticeRow, NoticesStore } from './notices.store.ts';
import { say } from '../platform/words/words.ts';

const REST_DAYS = 30;
/** A second press on the same button within this time is the same notice. */
const AGAIN_MINUTES = 10;

/** "I'm doing this": posting it and changing it, within the limits of the group's rulebook; both begin a time to object. */
@Injectable()
export class NoticePosting {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: NoticesStore,
    private readonly locks: NoticeLocks,
    private readonly records: NoticeRecords,
    private readonly money: ReservedLines,
  ) {}

  /** Posts a notice and holds its money. The time to object begins when everybody has been told. Returns its id. */
  async post(actor: Actor, input: PostNoticeInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      await this.locks.group(tx, input.groupId, actor.personId);
      const standing = await this.policy.requireInGroup(tx, actor, 'notice.post', { groupId: input.groupId });
      const rules = noticeRules(standing.rules as unknown as Rulebook);
      const group = await this.groupNow(tx, input.groupId);
      const fields = checkedNotice(input.fields, { ...group, spendMax: rules.spendMax });
      const same = await this.sameMatter(tx, input.groupId, { matter: fields.matter, authorId: actor.personId! });
      if (same) return same;
      await this.locks.checkLoad(tx, input.groupId, { personId: actor.personId!, maxOpen: rules.maxOpen });
      const fund = await this.fundOf(tx, input.groupId, input.fields);
      const notice = await this.insert(tx, {
        group_id: input.groupId,
        author_id: actor.personId,
        doer_id: actor.personId,
        rulebook: standing.rulesVersion,
        hours: rules.hours,
        fund_id: fund?.id ?? null,
        ...fields,
      });
      await this.hold(tx, notice, fund);
      await this.records.tell(tx, notice, {
        log: 'notice.posted',
        happening: 'NoticePosted',
        actorId: actor.personId,
        facts: { rulebook: notice.rulebook, ...(notice.minor ? { minor: notice.minor } : {}) },
      });
      return notice.id;
    });
  }

  /** Changes what was said, under the rules it began with. A new time to object begins; objections to the earlier text stay with it. */
  async change(actor: Actor, input: ChangeNoticeInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const notice = await this.locks.held(tx, actor, input.id);
      const own = notice.author_id === actor.personId;
      await this.policy.require(tx, actor, 'notice.change', { groupId: notice.group_id, own });
      this.locks.check(notice, 'change', input.expectedVersion);
      const group = await this.groupNow(tx, notice.group_id);
      const fields = checkedNotice(input.fields, { ...group, ...(await this.locks.rules(tx, notice)) });
      if (fields.matter.equals(notice.matter))
        throw new BadInput('title', 'Nothing is other than before. Change what the others object to.');
      await rows(
        tx,
        'INSERT INTO notice_text (notice_id, n, title, body, until_on, minor) VALUES ($1, $2, $3, $4, $5, $6)',
        [notice.id, notice.text_version, notice.title, notice.body, notice.until_on, notice.minor],
      );
      const fund = await this.fundOf(tx, notice.group_id, input.fields);
      await this.money.release(tx, notice.group_id, notice.id);
      const changed = await this.locks.write(tx, notice, {
        ...fields,
        fund_id: fund?.id ?? null,
        text_version: notice.text_version + 1,
        status: 'posted',
        window_ends_at: null,
      });
      await this.hold(tx, changed, fund);
      await this.records.tell(tx, changed, {
        log: 'notice.changed',
        happening: 'NoticePosted',
        actorId: actor.personId,
        facts: { textVersion: changed.text_version },
      });
    });
  }

  private async groupNow(tx: EntityManager, groupId: string): Promise<{ today: string; currency: string }> {
    const found = await row<{ today: string; currency: string }>(
      tx,
      'SELECT currency, (clock_now() AT TIME ZONE zone)::date::text AS today FROM folk_group WHERE id = $1',
      [groupId],
    );
    return found!;
  }

  /** The notice that a second press would post again, or null. Throws CONFLICT while the matter rests because somebody objected to it. */
  private async sameMatter(
    tx: EntityManager,
    groupId: string,
    of: { matter: Buffer; authorId: string },
  ): Promise<string | null> {
    const found = await row<{ id: string; number: number; again: boolean; rests_until: string | null }>(
      tx,
      `SELECT n.id, n.number, n.author_id = $3 AND n.status = 'posted' AND n.posted_at > clock_now() - $4 * interval '1 minute' AS again,
         ((n.objected_at + $5 * interval '1 day') AT TIME ZONE g.zone)::date::text AS rests_until
       FROM notice n JOIN folk_group g ON g.id = n.group_id WHERE n.group_id = $1 AND n.matter = $2
         AND (n.status IN ('posted', 'talk') OR n.objected_at > clock_now() - $5 * interval '1 day') ORDER BY n.posted_at DESC LIMIT 1`,
      [groupId, of.matter, of.authorId, AGAIN_MINUTES, REST_DAYS],
    );
    if (!found) return null;
    if (found.again) return found.id;
    throw new Conflict(
      found.rests_until
        ? say`Somebody has objected to this (notice ${found.number}). It can be posted anew after ${found.rests_until}, or now if you change it. You can also put it as a proposal.`
        : say`This stands in notice ${found.number} already.`,
    );
  }

  private async insert(tx: EntityManager, columns: Readonly<Record<string, unknown>>): Promise<NoticeRow> {
    const id = newOrderedId();
    const names = ['id', ...Object.keys(columns)];
    await rows(
      tx,
      `INSERT INTO notice (number, ${names.join(', ')}) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM notice WHERE group_id = $2), ${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      [id, ...Object.values(columns)],
    );
    return (await this.store.hold(tx, id))!;
  }

  private async fundOf(tx: EntityManager, groupId: string, input: NoticeFieldsInput): Promise<Fund | null> {
    if (!input.amount) return null;
    return this.money.fund(tx, { groupId, fundId: input.fundId || null, currency: input.amount.currency });
  }

  private async hold(tx: EntityManager, notice: NoticeRow, fund: Fund | null): Promise<void> {
    if (!fund) return;
    await this.money.reserve(tx, {
      groupId: notice.group_id,
      noticeId: notice.id,
      label: [...notice.title].slice(0, 80).join(''),
      fund,
      minor: BigInt(notice.minor!),
      rulebook: notice.rulebook,
    });
  }
}
