import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Rulebook, type RemovalState, removalTimes } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { hot } from '../platform/database/hot.ts';
import { row, rows } from '../platform/database/sql.ts';
import { together } from '../platform/database/together.ts';
import { isId } from '../platform/ids.ts';
import type { MyRemoval, RemovalCard, RemovalCase } from './removals.graphql.ts';

export interface CaseRow {
  id: string;
  group_id: string;
  subject_id: string;
  state: RemovalState;
  rulebook: number;
  reasons: string;
  happened_on: string;
  opened_by: string;
  opened_as: 'member' | 'steward';
  opened_at: Date;
  joined_by: string | null;
  join_until: Date | null;
  counted_at: Date | null;
  reply_until: Date | null;
  extended_by: string | null;
  reply: string | null;
  proposal_id: string | null;
  appeal_until: Date | null;
  appeal_reason: string | null;
  appeal_proposal_id: string | null;
  version: number;
  /** The database's clock when the case was taken. */
  now: Date;
}

/** A case as its page reads it, before rights are weighed. */
export type CasePage = Omit<RemovalCase, 'can' | 'aboutMe' | 'threshold' | 'rejoinAfterMonths'> & {
  readonly groupId: string;
  readonly rules: Pick<Rulebook, 'removal'>;
};

/** An earlier case about somebody whose facts rest. */
export interface Resting {
  readonly reasons: string;
  readonly happenedOn: string;
  readonly openedOn: string;
  readonly until: string;
}

/** Who may read: members, and the person concerned for as long as there is anything to read. $2 is the viewer. */
const readable = '(is_member(c.group_id, $2) OR c.subject_id = $2)';

const voteSql = (id: string): string =>
  `(SELECT json_build_object('id', p.id, 'number', p.number, 'closesAt', iso(p.closes_at), 'secret', p.secrecy <> 'named', 'electors', (SELECT count(*) FROM elector e WHERE e.proposal_id = p.id)) FROM proposal p WHERE p.id = ${id})`;

const untilSql = `iso(CASE c.state WHEN 'asked' THEN c.join_until WHEN 'reply' THEN c.reply_until WHEN 'removed' THEN c.appeal_until
  WHEN 'vote' THEN (SELECT p.closes_at FROM proposal p WHERE p.id = c.proposal_id) WHEN 'appealed' THEN (SELECT p.closes_at FROM proposal p WHERE p.id = c.appeal_proposal_id) END)`;

const cardParts = `'id', c.id, 'subjectId', c.subject_id, 'subjectName', s.name, 'state', c.state, 'openedAt', iso(c.opened_at), 'until', ${untilSql}`;

const pageSql = `SELECT json_build_object(${cardParts}, 'groupId', c.group_id, 'reasons', c.reasons, 'happenedOn', c.happened_on::text,
  'openers', (SELECT json_agg(json_build_object('personId', o.id, 'name', q.name, 'steward', o.steward, 'at', iso(o.at)) ORDER BY o.place)
    FROM (VALUES (1, c.opened_by, c.opened_as = 'steward', c.opened_at), (2, c.joined_by, false, c.counted_at)) o(place, id, steward, at) JOIN person q ON q.id = o.id),
  'joinUntil', iso(c.join_until), 'countedAt', iso(c.counted_at), 'replyUntil', iso(c.reply_until), 'extended', c.extended_by IS NOT NULL,
  'reply', c.reply, 'repliedAt', iso(c.replied_at), 'vote', ${voteSql('c.proposal_id')}, 'decidedAt', iso(c.decided_at), 'appealUntil', iso(c.appeal_until),
  'appealReason', c.appeal_reason, 'appealedAt', iso(c.appealed_at), 'appealVote', ${voteSql('c.appeal_proposal_id')}, 'endReason', c.end_reason, 'endedAt', iso(c.ended_at),
  'rules', (SELECT json_build_object('removal', v.rules -> 'removal') FROM rulebook_version v WHERE v.group_id = c.group_id AND v.n = c.rulebook),
  'group', json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'color', g.color, 'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'about', '', 'aboutHtml', '', 'version', g.version),
  'version', c.version, 'now', iso(clock_now())) AS page
FROM removal_case c JOIN folk_group g ON g.id = c.group_id JOIN person s ON s.id = c.subject_id WHERE c.id = $1 AND ${readable}`;

/** Every read of cases; who may see one is part of each statement. */
@Injectable()
export class RemovalsStore {
  async page(db: EntityManager, actor: Actor, id: string): Promise<CasePage | null> {
    if (!isId(id) || !actor.personId) return null;
    return (await hot<{ page: CasePage }>(db, 'removal_page', pageSql, [id, actor.personId]))[0]?.page ?? null;
  }

  async groupOf(db: EntityManager, actor: Actor, id: string): Promise<string | null> {
    if (!isId(id) || !actor.personId) return null;
    const found = await row<{ group_id: string }>(
      db,
      `SELECT c.group_id FROM removal_case c WHERE c.id = $1 AND ${readable}`,
      [id, actor.personId],
    );
    return found?.group_id ?? null;
  }

  /** The cases of a group that are on their way or may still be appealed; the oldest first. */
  async ofGroup(db: EntityManager, actor: Actor, groupId: string): Promise<RemovalCard[]> {
    return together<RemovalCard>(db, actor, {
      name: 'removals_of_group',
      text: `SELECT json_build_object(${cardParts}) AS json FROM removal_case c JOIN person s ON s.id = c.subject_id
       WHERE c.group_id = $1 AND ${readable} AND (c.state IN ('asked', 'reply', 'vote', 'appealed') OR (c.state = 'removed' AND c.appeal_until > clock_now()))
       ORDER BY c.opened_at, c.id LIMIT 50`,
      values: [groupId, actor.personId],
    });
  }

  /** What waits for this person: a case about them that they may answer or appeal. */
  async mine(db: EntityManager, actor: Actor): Promise<MyRemoval[]> {
    return together<MyRemoval>(db, actor, {
      name: 'removals_about_me',
      text: `SELECT json_build_object(${cardParts}, 'groupHandle', g.handle, 'groupName', g.name, 'needsMe', (c.state = 'reply' AND c.reply IS NULL AND c.reply_until > clock_now()) OR c.state = 'removed') AS json FROM removal_case c JOIN person s ON s.id = c.subject_id JOIN folk_group g ON g.id = c.group_id
       WHERE c.subject_id = $1 AND (c.state IN ('asked', 'reply', 'vote', 'appealed') OR (c.state = 'removed' AND c.appeal_until > clock_now())) ORDER BY c.opened_at, c.id LIMIT 20`,
      values: [actor.personId],
    });
  }

  async openAbout(db: EntityManager, of: { groupId: string; personId: string }): Promise<string | null> {
    const found = await row<{ id: string }>(
      db,
      `SELECT id FROM removal_case WHERE group_id = $1 AND subject_id = $2 AND state IN ('asked', 'reply', 'vote', 'appealed')`,
      [of.groupId, of.personId],
    );
    return found?.id ?? null;
  }

  /** Earlier cases about somebody that ended less than half a year ago, newest first. */
  async resting(db: EntityManager, of: { groupId: string; personId: string }): Promise<Resting[]> {
    return rows<Resting>(
      db,
      `SELECT c.reasons, c.happened_on::text AS "happenedOn", (c.opened_at AT TIME ZONE g.zone)::date::text AS "openedOn",
         ((coalesce(c.ended_at, c.decided_at) AT TIME ZONE g.zone) + $3::int * interval '1 month')::date::text AS until
       FROM removal_case c JOIN folk_group g ON g.id = c.group_id
       WHERE c.group_id = $1 AND c.subject_id = $2 AND coalesce(c.ended_at, c.decided_at) > clock_now() - $3::int * interval '1 month' ORDER BY c.opened_at DESC`,
      [of.groupId, of.personId, removalTimes.restMonths],
    );
  }

  async today(db: EntityManager, groupId: string): Promise<string> {
    const found = await row<{ today: string }>(
      db,
      'SELECT (clock_now() AT TIME ZONE zone)::date::text AS today FROM folk_group WHERE id = $1',
      [groupId],
    );
    return found!.today;
  }

  /** How many have a vote in a group: its members. */
  async memberCount(db: EntityManager, groupId: string): Promise<number> {
    const found = await row<{ n: number }>(
      db,
      `SELECT count(*)::int AS n FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = $1`,
      [groupId],
    );
    return found!.n;
  }

  /** A case, locked; the clock is read after the lock, so that whoever waited past an end is late. */
  async hold(tx: EntityManager, id: string): Promise<CaseRow> {
    const found = await row<CaseRow>(
      tx,
      'SELECT *, happened_on::text AS happened_on FROM removal_case WHERE id = $1 FOR UPDATE',
      [id],
    );
    return { ...found!, now: (await row<{ now: Date }>(tx, 'SELECT clock_now() AS now'))!.now };
  }

  /** The next case whose time has come after `after`, or whose vote is over: nothing is locked, and whoever takes it looks again. */
  async due(db: EntityManager, after: string | null): Promise<{ id: string; group_id: string } | null> {
    return row(
      db,
      `SELECT c.id, c.group_id FROM removal_case c WHERE ($1::uuid IS NULL OR c.id > $1) AND c.state IN ('asked', 'reply', 'vote', 'appealed') AND (
         (c.state = 'asked' AND c.join_until <= clock_now()) OR (c.state = 'reply' AND c.reply_until <= clock_now())
         OR (c.state IN ('vote', 'appealed') AND EXISTS (SELECT FROM proposal p WHERE p.id = CASE c.state WHEN 'vote' THEN c.proposal_id ELSE c.appeal_proposal_id END AND p.status IN ('closed', 'withdrawn'))))
       ORDER BY c.id LIMIT 1`,
      [after],
    );
  }

  /** The case that a vote belongs to, on its way still. */
  async ofVote(db: EntityManager, proposalId: string): Promise<{ id: string; group_id: string } | null> {
    return row(
      db,
      `SELECT id, group_id FROM removal_case WHERE (proposal_id = $1 AND state = 'vote') OR (appeal_proposal_id = $1 AND state = 'appealed')`,
      [proposalId],
    );
  }

  async nameOf(db: EntityManager, personId: string): Promise<string> {
    return (await row<{ name: string }>(db, 'SELECT name FROM person WHERE id = $1', [personId]))?.name ?? '';
  }
}
