import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RoundState } from '#libs/money';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import type { BudgetRound, RoundCard, RoundWay } from './rounds.graphql.ts';

export interface RoundRow {
  id: string;
  book_id: string;
  group_id: string;
  fund_id: string;
  opened_by: string;
  title: string;
  body: string;
  way: RoundWay;
  dots: number | null;
  show_results: 'live' | 'after_close';
  pot: string;
  currency: string;
  proposing_until: Date;
  allotting_until: Date;
  state: RoundState;
  /** The database's clock when it was taken. */
  now: Date;
}

export interface BucketRow {
  id: string;
  round_id: string;
  author_id: string;
  carrier_id: string;
  title: string;
  minimum: string;
  stretch: string;
  version: number;
  withdrawn_at: Date | null;
}

export type CardJson = Omit<RoundCard, 'pot'> & { pot: string; currency: string };
interface BucketJson {
  id: string;
  number: number;
  title: string;
  body: string;
  bodyHtml: string;
  minimum: string;
  stretch: string;
  authorId: string;
  carrierId: string;
  carrierName: string;
  withdrawn: boolean;
  granted: string | null;
  lineId: string | null;
  version: number;
}
export type RoundJson = CardJson &
  Pick<
    BudgetRound,
    | 'group'
    | 'body'
    | 'bodyHtml'
    | 'way'
    | 'dots'
    | 'showResults'
    | 'openedBy'
    | 'proposalId'
    | 'endCode'
    | 'endNote'
    | 'now'
  > & { openedById: string; list: BucketJson[] };

const cardParts = `'id', r.id, 'title', r.title, 'state', r.state, 'pot', r.pot::text, 'currency', r.currency, 'fundName', f.name, 'fundKind', f.kind, 'proposingUntil', iso(r.proposing_until),
  'allottingUntil', iso(r.allotting_until), 'buckets', (SELECT count(*)::int FROM bucket k WHERE k.round_id = r.id AND k.withdrawn_at IS NULL)`;
const from =
  'FROM budget_round r JOIN book b ON b.id = r.book_id JOIN folk_group g ON g.id = b.group_id JOIN fund f ON f.id = r.fund_id';

/** $1 the round or its vote, $2 the viewer: rounds are for members. */
const pageSql = `
SELECT json_build_object(${cardParts}, 'body', r.body, 'bodyHtml', r.body_html, 'way', r.way, 'dots', r.dots, 'showResults', r.show_results, 'openedById', r.opened_by, 'openedBy', o.name,
  'proposalId', r.proposal_id, 'endCode', r.end_code, 'endNote', r.end_note, 'now', iso(clock_now()),
  'group', json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'zone', g.zone, 'currency', g.currency),
  'list', coalesce((SELECT json_agg(json_build_object('id', k.id, 'number', k.number, 'title', k.title, 'body', k.body, 'bodyHtml', k.body_html, 'minimum', k.minimum::text, 'stretch', k.stretch::text,
     'authorId', k.author_id, 'carrierId', k.carrier_id, 'carrierName', c.name, 'withdrawn', k.withdrawn_at IS NOT NULL, 'granted', k.granted::text, 'lineId', k.line_id, 'version', k.version) ORDER BY k.number)
     FROM bucket k JOIN person c ON c.id = k.carrier_id WHERE k.round_id = r.id AND k.withdrawn_at IS NULL), '[]')) AS json
${from} JOIN person o ON o.id = r.opened_by WHERE r.id = $1 AND is_member(g.id, $2)`;

const listSql = `SELECT json_build_object(${cardParts}) AS json ${from} WHERE g.id = ${groupIdOf('$1')} AND is_member(g.id, $2) ORDER BY r.opened_at DESC, r.id DESC LIMIT 50`;

/** Every read of rounds and their buckets, and the locks on them. */
@Injectable()
export class RoundsStore {
  async page(db: EntityManager, actor: Actor, id: string): Promise<RoundJson | null> {
    if (!isId(id) || !actor.personId) return null;
    const [page] = await together<RoundJson>(db, actor, {
      name: 'round_page',
      text: pageSql,
      values: [id, actor.personId],
    });
    return page ?? null;
  }

  ofGroup(db: EntityManager, actor: Actor, handle: string): Promise<CardJson[]> {
    return together<CardJson>(db, actor, { name: 'round_list', text: listSql, values: [handle, actor.personId] });
  }

  /** The group and the book of a round that a member of it may know of, or null. */
  find(tx: EntityManager, actor: Actor, id: string): Promise<Pick<RoundRow, 'id' | 'group_id' | 'book_id'> | null> {
    if (!isId(id) || !actor.personId) return Promise.resolve(null);
    return row(
      tx,
      'SELECT r.id, b.group_id, r.book_id FROM budget_round r JOIN book b ON b.id = r.book_id WHERE r.id = $1 AND is_member(b.group_id, $2)',
      [id, actor.personId],
    );
  }

  /** Locks a round. The caller holds its group, and its book where money moves. */
  async hold(tx: EntityManager, id: string): Promise<RoundRow> {
    const held = await row<RoundRow>(
      tx,
      'SELECT r.*, b.group_id, clock_now() AS now FROM budget_round r JOIN book b ON b.id = r.book_id WHERE r.id = $1 FOR UPDATE OF r',
      [id],
    );
    return held!;
  }

  /** The next round after one on which time has something to do: its allotting begins, or its vote is over. */
  due(db: EntityManager, after: string | null): Promise<{ id: string; group_id: string; book_id: string } | null> {
    return row(
      db,
      `SELECT r.id, b.group_id, r.book_id FROM budget_round r JOIN book b ON b.id = r.book_id
       WHERE r.state IN ('proposing', 'allotting') AND (r.state = 'allotting' OR r.proposing_until <= clock_now()) AND ($1::uuid IS NULL OR r.id > $1) ORDER BY r.id LIMIT 1`,
      [after],
    );
  }

  /** The round whose vote this is, or null. */
  ofVote(db: EntityManager, proposalId: string): Promise<{ id: string; group_id: string; book_id: string } | null> {
    return row(
      db,
      'SELECT r.id, b.group_id, r.book_id FROM budget_round r JOIN book b ON b.id = r.book_id WHERE r.id = $1',
      [proposalId],
    );
  }

  /** The buckets that stand, in the order in which they were proposed. */
  standing(tx: EntityManager, roundId: string): Promise<BucketRow[]> {
    return rows(tx, 'SELECT * FROM bucket WHERE round_id = $1 AND withdrawn_at IS NULL ORDER BY number', [roundId]);
  }

  bucket(tx: EntityManager, id: string): Promise<BucketRow | null> {
    if (!isId(id)) return Promise.resolve(null);
    return row<BucketRow>(tx, 'SELECT * FROM bucket WHERE id = $1', [id]);
  }
}
