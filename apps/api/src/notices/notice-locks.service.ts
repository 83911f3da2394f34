import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { noticeAfter, noticeRules, type NoticeRules, type NoticeStep } from '#libs/governance';
import { Rulebooks } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { rows } from '../platform/database/sql.ts';
import { Conflict, NotFound } from '../platform/graphql/errors.ts';
import { type NoticeRow, NoticesStore } from './notices.store.ts';
import { say } from '../platform/words/words.ts';

const movedOn = 'The notice has moved on in the meantime. Look at it again.';

/** How every change of a notice begins: group, the actor's own membership, notice, in that order, so that nothing slips in after an ending. */
@Injectable()
export class NoticeLocks {
  constructor(
    private readonly store: NoticesStore,
    private readonly rulebooks: Rulebooks,
  ) {}

  async group(tx: EntityManager, groupId: string, personId: string | null): Promise<void> {
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
    await rows(tx, 'SELECT 1 FROM membership WHERE group_id = $1 AND person_id = $2 FOR SHARE', [groupId, personId]);
  }

  /** A notice that the actor may read, locked. Throws NOT_FOUND. */
  async held(tx: EntityManager, actor: Actor, id: string): Promise<NoticeRow> {
    const groupId = await this.store.groupOf(tx, actor, id);
    if (!groupId) throw new NotFound();
    await this.group(tx, groupId, actor.personId);
    return (await this.store.hold(tx, id))!;
  }

  /** The rules that a notice began under: they hold to its end. */
  async rules(tx: EntityManager, { group_id, rulebook }: NoticeRow): Promise<NoticeRules> {
    return noticeRules((await this.rulebooks.of(tx, group_id, rulebook)).rules);
  }

  /** Throws CONFLICT where the step cannot be taken from where the notice stands, or `expected` is another version of it. */
  check(notice: NoticeRow, step: NoticeStep, expected: number = notice.version): void {
    if (noticeAfter(notice.status, step) === null || expected !== notice.version) throw new Conflict(movedOn);
  }

  /** Throws CONFLICT where somebody carries as many as the rulebook lets one person have. */
  async checkLoad(tx: EntityManager, groupId: string, of: { personId: string; maxOpen: number }): Promise<void> {
    const { notices } = await this.store.load(tx, groupId, of.personId);
    if (notices >= of.maxOpen)
      throw new Conflict(
        say`You have ${notices} open already, and the group's rules say ${of.maxOpen} at most for each. Finish one or hand it back first.`,
      );
  }

  /** Writes columns and counts the version up. */
  async write(tx: EntityManager, notice: NoticeRow, columns: Readonly<Record<string, unknown>>): Promise<NoticeRow> {
    const names = Object.keys(columns);
    await rows(
      tx,
      `UPDATE notice SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [notice.id, ...Object.values(columns)],
    );
    return { ...notice, ...columns, version: notice.version + 1 } as NoticeRow;
  }
}
