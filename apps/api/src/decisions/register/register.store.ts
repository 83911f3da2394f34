import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { type Cursor, listEnd } from '../../platform/graphql/connection.ts';
import { notTakenBack } from '../life/life.sql.ts';
import type { ProposalCard } from '../proposals.graphql.ts';
import { cardSql, needsMyVote, readable } from '../proposals.store.ts';
import type { RegisterFilter } from './filter.ts';

/** A card with its place in the register. */
export interface RegisterRow extends ProposalCard {
  /** When it was decided or withdrawn; far ahead for what is not settled yet. */
  readonly settledAt: string;
}

/** True in SQL of what is closed and has this verdict, which stands nowhere before the votes are counted. */
const isCounted = (verdict: string): string =>
  `p.status = 'closed' AND (SELECT r.verdict FROM result r WHERE r.proposal_id = p.id ORDER BY r.run DESC LIMIT 1) ${verdict}`;

/** The front of the register, said so that nothing behind it is looked at. */
const unsettled = `p.settled_at > timestamptz '9000-01-01T00:00:00Z'`;

/**
 * True in SQL where the words of parameter `n` are found in a row of the group $1. They are looked up in their index first, always: in the
 * order of the register a rare word costs the walk through all of it.
 */
export const foundIn = (table: 'proposal' | 'notice', row: string, n: string): string =>
  `${row}.id = ANY(ARRAY(SELECT w.id FROM ${table} w WHERE w.group_id = ${groupIdOf('$1')} AND w.search @@ search_query(${n})))`;

/** What each choice of a filter asks in SQL; `n` is the parameter of one that has a value of its own. */
const conditions: { readonly [K in keyof RegisterFilter]: (value: RegisterFilter[K], n: string) => string } = {
  words: (_, n) => foundIn('proposal', 'p', n),
  template: (_, n) => `p.template = ${n}`,
  state: (state) =>
    ({
      needs_me: `${unsettled} AND ${needsMyVote}`,
      open: `${unsettled} AND p.status = 'open'`,
      passed: `${isCounted(`= 'passed'`)} AND ${notTakenBack}`,
      taken_back: `NOT ${notTakenBack}`,
      not_passed: isCounted(`<> 'passed'`),
      withdrawn: `p.status = 'withdrawn'`,
      review_due: `p.review_on <= (clock_now() AT TIME ZONE g.zone)::date AND ${notTakenBack}`,
    })[state!],
  effects: (effects) =>
    effects === 'failed'
      ? `EXISTS (SELECT FROM execution x WHERE x.proposal_id = p.id AND x.state = 'failed')`
      : 'EXISTS (SELECT FROM effect f WHERE f.proposal_id = p.id)',
};
const valued: readonly (keyof RegisterFilter)[] = ['words', 'template'];

/** The condition of a filter on proposal `p` of group `g` for viewer $2, its values from `first` on, and a name that is constant for its text. */
export function conditionOf(filter: RegisterFilter, first: number): { name: string; where: string; values: string[] } {
  const asked = (Object.keys(conditions) as (keyof RegisterFilter)[]).filter((key) => filter[key]);
  const own = asked.filter((key) => valued.includes(key));
  const where = asked.map((key) => conditions[key](filter[key] as never, `$${first + own.indexOf(key)}`));
  return {
    name: asked.map((key) => (own.includes(key) ? key : filter[key])).join('_') || 'all',
    where: where.map((one) => ` AND ${one}`).join(''),
    values: own.map((key) => filter[key]!),
  };
}

/** Reads of the register of decisions. */
@Injectable()
export class RegisterStore {
  /** What a group has to decide, newest first, then what it has decided, the latest first; what this viewer may read of it. */
  ofGroup(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; filter: RegisterFilter; first: number; after: Cursor | null },
  ): Promise<RegisterRow[]> {
    const { name, where, values } = conditionOf(of.filter, 6);
    const after = of.after ?? listEnd;
    return together<RegisterRow>(db, actor, {
      name: `register_${name}`,
      text: `SELECT ${cardSql}::jsonb || jsonb_build_object('settledAt', iso(p.settled_at)) AS json FROM proposal p JOIN folk_group g ON g.id = p.group_id JOIN person a ON a.id = p.author_id
       WHERE p.group_id = ${groupIdOf('$1')} AND (p.settled_at, p.id) < ($3::timestamptz, $4::uuid) AND ${readable}${where}
       ORDER BY p.settled_at DESC, p.id DESC LIMIT $5`,
      values: [of.handle, actor.personId, after.at, after.id, of.first + 1, ...values],
      plan: of.filter.words ? 'each' : 'kept',
    });
  }
}
