import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NoticeStatus } from '#libs/governance';
import type { OtherDeadline } from '../events/index.ts';
import { groupIdOf } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { hot } from '../platform/database/hot.ts';
import { row } from '../platform/database/sql.ts';
import { together } from '../platform/database/together.ts';
import { type Cursor, listEnd } from '../platform/graphql/connection.ts';
import type { LoaderDefinition } from '../platform/graphql/loaders.ts';
import { isId } from '../platform/ids.ts';
import type { Load, Notice, NoticeCard, NoticeObjection, NoticeProposal, NoticeText } from './notices.graphql.ts';

export interface NoticeRow {
  id: string;
  group_id: string;
  number: number;
  author_id: string;
  doer_id: string | null;
  title: string;
  body: string;
  until_on: string | null;
  fund_id: string | null;
  minor: string | null;
  currency: string | null;
  matter: Buffer;
  text_version: number;
  rulebook: number;
  hours: number;
  status: NoticeStatus;
  window_ends_at: Date | null;
  version: number;
  /** The day it is in the group's zone. */
  today: string;
  now: Date;
}

type InText<T> = Omit<T, 'amount'> & { amount: string | null; currency: string | null };
export type NoticeCardJson = InText<NoticeCard>;
export type NoticePage = InText<Omit<Notice, 'can' | 'group'>> & {
  groupId: string;
  group: { id: string };
  objections: NoticeObjection[];
  proposal: NoticeProposal | null;
  isOpen: boolean;
};

/** Who may read: $2 is the viewer. */
export const readable = `(g.visibility = 'open' OR is_member(n.group_id, $2) OR n.author_id = $2)`;
const today = `(clock_now() AT TIME ZONE g.zone)::date`;
const carried = `('posted', 'talk', 'standing')`;
/** Whether it still concerns anybody. */
const alive = `n.status IN ('posted', 'talk', 'standing', 'free')`;
const inWindow = `(n.window_ends_at IS NULL OR n.window_ends_at > clock_now())`;

const loadSql = (person: string, group: string): string =>
  `json_build_object('notices', (SELECT count(*)::int FROM notice o WHERE o.doer_id = ${person} AND o.group_id = ${group} AND o.status IN ${carried}),
   'duties', (SELECT count(*)::int FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.person_id = ${person} AND m.group_id = ${group} AND d.to_at IS NULL))`;

const cardParts = `'id', n.id, 'number', n.number, 'title', n.title, 'status', n.status, 'amount', n.minor::text, 'currency', n.currency, 'untilOn', n.until_on::text,
  'needsSomeone', n.status = 'free' OR (n.status = 'standing' AND coalesce(n.until_on < ${today}, false)), 'postedAt', iso(n.posted_at), 'windowEndsAt', iso(n.window_ends_at),
  'authorId', n.author_id, 'authorName', a.name, 'doerName', d.name, 'groupHandle', g.handle, 'groupName', g.name,
  'objectionCount', (SELECT count(*)::int FROM notice_objection o WHERE o.notice_id = n.id AND o.text_version = n.text_version AND o.withdrawn_at IS NULL)`;
export const cardSql = `json_build_object(${cardParts})`;
export const fromSql = `FROM notice n JOIN folk_group g ON g.id = n.group_id JOIN person a ON a.id = n.author_id LEFT JOIN person d ON d.id = n.doer_id`;

const pageSql = `
SELECT json_build_object(${cardParts}, 'body', n.body, 'bodyHtml', n.body_html, 'doerId', n.doer_id, 'authorLoad', ${loadSql('n.author_id', 'n.group_id')},
  'doerLoad', CASE WHEN n.doer_id IS NOT NULL THEN ${loadSql('n.doer_id', 'n.group_id')} END, 'fundId', n.fund_id, 'fundName', f.name, 'fundKind', f.kind,
  'lineId', (SELECT l.id FROM budget_line l WHERE l.notice_id = n.id ORDER BY l.opened_at DESC LIMIT 1), 'textVersion', n.text_version, 'hours', n.hours, 'settledAt', iso(n.settled_at), 'endedAt', iso(n.ended_at), 'reason', n.reason,
  'objections', coalesce((SELECT json_agg(json_build_object('id', o.id, 'personId', o.person_id, 'name', q.name, 'reason', o.reason, 'raisedAt', iso(o.raised_at), 'textVersion', o.text_version,
     'withdrawn', o.withdrawn_at IS NOT NULL, 'mine', o.person_id IS NOT DISTINCT FROM $2::uuid) ORDER BY o.raised_at, o.id) FROM notice_objection o JOIN person q ON q.id = o.person_id WHERE o.notice_id = n.id), '[]'),
  'proposal', (SELECT json_build_object('id', p.id, 'number', p.number, 'title', CASE WHEN p.status = 'draft' THEN n.title ELSE p.title END, 'draft', p.status = 'draft', 'mine', p.author_id IS NOT DISTINCT FROM $2::uuid) FROM proposal p WHERE p.id = n.proposal_id),
  'group', json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'color', g.color, 'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'about', '', 'aboutHtml', '', 'version', g.version),
  'groupId', n.group_id, 'isOpen', ${inWindow}, 'seen', EXISTS (SELECT FROM notice_seen s WHERE s.notice_id = n.id AND s.text_version = n.text_version AND s.person_id = $2),
  'version', n.version, 'now', iso(clock_now())) AS json
${fromSql} LEFT JOIN fund f ON f.id = n.fund_id WHERE n.id = $1 AND ${readable}`;

/** True in SQL where notice `n` waits for viewer $2: to be looked at, to be answered, or late. */
export const needsViewer = `($2::uuid IS NOT NULL AND is_member(n.group_id, $2) AND CASE n.status
    WHEN 'posted' THEN n.author_id <> $2 AND ${inWindow} AND NOT EXISTS (SELECT FROM notice_seen s WHERE s.notice_id = n.id AND s.text_version = n.text_version AND s.person_id = $2)
    WHEN 'talk' THEN n.author_id = $2 WHEN 'standing' THEN n.doer_id = $2 AND n.until_on < ${today} ELSE false END)`;

/** Every read of notices. */
@Injectable()
export class NoticesStore {
  /** What members carry, by membership. */
  readonly loads: LoaderDefinition<string, Load> = {
    name: 'notice.loads',
    read: async (ids, _actor, db) => {
      const found = await hot<Load & { id: string }>(
        db,
        'notice_loads',
        `SELECT m.id, (SELECT count(*)::int FROM notice o WHERE o.doer_id = m.person_id AND o.group_id = m.group_id AND o.status IN ${carried}) AS notices,
           (SELECT count(*)::int FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL) AS duties FROM membership m WHERE m.id = ANY($1::uuid[])`,
        [ids],
      );
      return new Map(found.map(({ id, ...load }) => [id, load]));
    },
  };

  async page(db: EntityManager, actor: Actor, id: string): Promise<NoticePage | null> {
    if (!isId(id)) return null;
    const [page] = await together<NoticePage>(db, actor, {
      name: 'notice_page',
      text: pageSql,
      values: [id, actor.personId],
    });
    return page ?? null;
  }

  /** Its texts, the oldest first, the present one last. */
  async texts(db: EntityManager, actor: Actor, id: string): Promise<InText<NoticeText>[]> {
    if (!isId(id)) return [];
    return hot<InText<NoticeText>>(
      db,
      'notice_texts',
      `SELECT t.version, t.title, t.body, t.until_on::text AS "untilOn", t.minor::text AS amount, g.currency FROM notice n JOIN folk_group g ON g.id = n.group_id CROSS JOIN LATERAL (
         SELECT o.n AS version, o.title, o.body, o.until_on, o.minor FROM notice_text o WHERE o.notice_id = n.id AND o.n < n.text_version
         UNION ALL SELECT n.text_version, n.title, n.body, n.until_on, n.minor) t WHERE n.id = $1 AND ${readable} ORDER BY t.version`,
      [id, actor.personId],
    );
  }

  async groupOf(db: EntityManager, actor: Actor, id: string): Promise<string | null> {
    if (!isId(id)) return null;
    const [found] = await hot<{ group_id: string }>(
      db,
      'notice_group_of',
      `SELECT n.group_id FROM notice n JOIN folk_group g ON g.id = n.group_id WHERE n.id = $1 AND ${readable}`,
      [id, actor.personId],
    );
    return found?.group_id ?? null;
  }

  /** Newest first; `alive`: only those that still concern somebody. */
  async ofGroup(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; alive: boolean; first: number; after: Cursor | null },
  ): Promise<NoticeCardJson[]> {
    const after = of.after ?? listEnd;
    return together<NoticeCardJson>(db, actor, {
      name: 'notices_of_group',
      text: `SELECT ${cardSql} AS json ${fromSql} WHERE n.group_id = ${groupIdOf('$1')} AND (NOT $3::boolean OR ${alive}) AND (n.posted_at, n.id) < ($4::timestamptz, $5::uuid) AND ${readable}
       ORDER BY n.posted_at DESC, n.id DESC LIMIT $6`,
      values: [of.handle, actor.personId, of.alive, after.at, after.id, of.first + 1],
    });
  }

  /** What waits for a person: what they may object to and have not looked at, what they have to answer, what they are late with. */
  async waiting(db: EntityManager, actor: Actor): Promise<(NoticeCardJson & { need: string })[]> {
    return together(db, actor, {
      name: 'notices_waiting',
      text: `SELECT json_build_object(${cardParts}, 'need', CASE n.status WHEN 'posted' THEN 'window' WHEN 'talk' THEN 'talk' ELSE 'overdue' END) AS json ${fromSql}
       JOIN membership mine ON mine.group_id = n.group_id AND mine.person_id = $1 JOIN spell held ON held.membership_id = mine.id AND held.to_at IS NULL AND held.standing = 'member'
       WHERE g.archived_at IS NULL AND CASE n.status
         WHEN 'posted' THEN n.author_id <> $1 AND ${inWindow} AND NOT EXISTS (SELECT FROM notice_seen s WHERE s.notice_id = n.id AND s.text_version = n.text_version AND s.person_id = $1)
         WHEN 'talk' THEN n.author_id = $1
         WHEN 'standing' THEN n.doer_id = $1 AND n.until_on < ${today} ELSE false END
       ORDER BY n.status = 'posted', n.posted_at, n.id LIMIT 20`,
      values: [actor.personId],
    });
  }

  /** The ends of times to object that are still open for a person, and until when they do what they have taken; a month back what is over. */
  async deadlinesOf(db: EntityManager, personId: string): Promise<OtherDeadline[]> {
    return hot<OtherDeadline>(
      db,
      'notice_deadlines',
      `WITH mine AS (SELECT m.group_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.person_id = $1)
       SELECT n.id, n.title, n.version, n.updated_at AS "updatedAt", g.name AS "groupName", g.zone, '/g/' || g.handle || '/notices/' || n.id AS path, x.*
       FROM mine JOIN notice n ON n.group_id = mine.group_id JOIN folk_group g ON g.id = n.group_id CROSS JOIN LATERAL (
         SELECT 'notice-' || n.id || '@folkmoot' AS uid, 'objectUntil' AS says, n.window_ends_at AS "closesAt", n.status IN ('posted', 'talk') AS "isOpen", NULL::text AS day,
           n.status IN ('withdrawn', 'raised') AND n.ended_at < n.window_ends_at AS "isWithdrawn"
         WHERE n.author_id <> $1 AND n.window_ends_at > clock_now() - interval '30 days'
         UNION ALL SELECT 'notice-day-' || n.id || '@folkmoot', 'doneBy', ((n.until_on + 1) AT TIME ZONE g.zone), n.status = 'standing', n.until_on::text, n.status = 'withdrawn'
         WHERE n.doer_id = $1 AND (n.status IN ('standing', 'done') OR (n.status = 'withdrawn' AND n.settled_at IS NOT NULL)) AND n.until_on > (clock_now() - interval '30 days')::date
         UNION ALL SELECT 'notice-day-' || n.id || '@folkmoot', 'doneBy', ((n.until_on + 1) AT TIME ZONE g.zone), false, n.until_on::text, true FROM handed_back h
         WHERE h.object_id = n.id AND h.person_id = $1 AND h.kind = 'notice' AND h.at > clock_now() - interval '30 days' AND n.doer_id IS DISTINCT FROM $1 AND n.until_on IS NOT NULL) x
       ORDER BY x."closesAt", n.id LIMIT 100`,
      [personId],
    );
  }

  /** The notice that became a proposal. */
  async behind(db: EntityManager, actor: Actor, proposalId: string): Promise<NoticeCardJson | null> {
    if (!isId(proposalId)) return null;
    const [card] = await together<NoticeCardJson>(db, actor, {
      name: 'notice_behind_proposal',
      text: `SELECT ${cardSql} AS json ${fromSql} WHERE n.proposal_id = $1 AND ${readable}`,
      values: [proposalId, actor.personId],
    });
    return card ?? null;
  }

  /** Locks a notice; its day and instant are read once it is. */
  async hold(tx: EntityManager, id: string): Promise<NoticeRow | null> {
    if (!(await row(tx, 'SELECT 1 FROM notice WHERE id = $1 FOR UPDATE', [id]))) return null;
    return row<NoticeRow>(
      tx,
      `SELECT n.*, n.until_on::text AS until_on, n.minor::text AS minor, ${today}::text AS today, clock_now() AS now FROM notice n JOIN folk_group g ON g.id = n.group_id WHERE n.id = $1`,
      [id],
    );
  }

  /** What somebody carries in a group. */
  async load(db: EntityManager, groupId: string, personId: string): Promise<Load> {
    const found = await row<{ load: Load }>(db, `SELECT ${loadSql('$1::uuid', '$2::uuid')} AS load`, [
      personId,
      groupId,
    ]);
    return found!.load;
  }
}
