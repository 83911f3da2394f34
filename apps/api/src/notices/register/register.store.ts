import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  conditionOf,
  foundIn,
  type ProposalCard,
  cardSql as proposalCard,
  readable as proposalReadable,
  type RegisterFilter,
} from '../../decisions/index.ts';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { type Cursor, listEnd } from '../../platform/graphql/connection.ts';
import {
  type NoticeCardJson,
  cardSql as noticeCard,
  fromSql as noticeFrom,
  needsViewer,
  readable as noticeReadable,
} from '../notices.store.ts';
import type { RegisterKind } from './register.graphql.ts';

interface RegisterAsked {
  readonly handle: string;
  readonly kind: RegisterKind | null;
  readonly filter: RegisterFilter;
  readonly first: number;
  readonly after: Cursor | null;
}

/** An entry with its place in the register: when it was settled; far ahead for what is not. */
export interface RegisterRow {
  readonly kind: RegisterKind;
  readonly at: string;
  readonly id: string;
  readonly proposal: ProposalCard | null;
  readonly notice: NoticeCardJson | null;
}

/** Where a notice stands, in the words of the register: what nobody objected to has passed, what became a proposal has not. */
const noticeStates: Readonly<Record<NonNullable<RegisterFilter['state']>, string | null>> = {
  needs_me: needsViewer,
  open: `n.status IN ('posted', 'talk')`,
  passed: `n.status IN ('standing', 'free', 'done')`,
  taken_back: null,
  not_passed: `n.status = 'raised'`,
  withdrawn: `n.status = 'withdrawn'`,
  review_due: null,
};

/** The places of one kind from the cursor on, as many as a page may need; `row` is its name in `from`, `at` the column of its place. */
const places = (kind: RegisterKind, of: { row: string; at: string; from: string; where: string }): string => {
  const at = `${of.row}.${of.at}`;
  return `(SELECT '${kind}' AS kind, ${at} AS at, ${of.row}.id ${of.from} WHERE ${of.row}.group_id = ${groupIdOf('$1')} AND (${at}, ${of.row}.id) < ($3::timestamptz, $4::uuid) AND ${of.where}
  ORDER BY ${at} DESC, ${of.row}.id DESC LIMIT $5)`;
};

/** The notices that a filter leaves; null where it asks for what only votes have. */
function noticesOf({ words, state, template, effects }: RegisterFilter): string | null {
  const stands = state ? noticeStates[state] : 'true';
  if (template || effects || stands === null) return null;
  return `${noticeReadable} AND ${stands}${words ? ` AND ${foundIn('notice', 'n', '$6')}` : ''}`;
}

/** Reads of the whole register. */
@Injectable()
export class WholeRegisterStore {
  /** Votes and notices by their place; the cards are made of the few that were found. */
  async ofGroup(db: EntityManager, actor: Actor, of: RegisterAsked): Promise<RegisterRow[]> {
    const { name, where, values } = conditionOf(of.filter, 6);
    const notices = of.kind === 'proposal' ? null : noticesOf(of.filter);
    const from = 'FROM proposal p JOIN folk_group g ON g.id = p.group_id';
    const parts = [
      ...(of.kind === 'notice'
        ? []
        : [places('proposal', { row: 'p', at: 'settled_at', from, where: proposalReadable + where })]),
      ...(notices ? [places('notice', { row: 'n', at: 'register_at', from: noticeFrom, where: notices })] : []),
    ];
    if (parts.length === 0) return [];
    const after = of.after ?? listEnd;
    return together<RegisterRow>(db, actor, {
      name: `whole_register_${of.kind ?? 'both'}_${name}`,
      text: `SELECT jsonb_build_object('kind', k.kind, 'at', iso(k.at), 'id', k.id,
         'proposal', (SELECT ${proposalCard} FROM proposal p JOIN folk_group g ON g.id = p.group_id JOIN person a ON a.id = p.author_id WHERE k.kind = 'proposal' AND p.id = k.id),
         'notice', (SELECT ${noticeCard} ${noticeFrom} WHERE k.kind = 'notice' AND n.id = k.id)) AS json
       FROM (SELECT * FROM (${parts.join(' UNION ALL ')}) found ORDER BY at DESC, id DESC LIMIT $5) k ORDER BY k.at DESC, k.id DESC`,
      values: [of.handle, actor.personId, after.at, after.id, of.first + 1, ...values],
      plan: of.filter.words ? 'each' : 'kept',
    });
  }
}
