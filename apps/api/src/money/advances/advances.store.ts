import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { advanceOut, advanceStanding, type ExpenseState } from '#libs/money';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { hot } from '../../platform/database/hot.ts';
import { together } from '../../platform/database/together.ts';
import type { Cursor } from '../../platform/graphql/connection.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import type { OtherDeadline } from '../../events/index.ts';
import { openAdvance } from './open-advances.sql.ts';
import { advanceFactsOf } from './advance-facts.ts';
import type { AdvanceCard } from './advances.graphql.ts';

interface CardJson {
  id: string;
  number: number;
  title: string;
  payeeName: string;
  mine: boolean;
  state: ExpenseState;
  currency: string;
  total: string;
  waived: string;
  paid: string;
  cleared: string;
  handed_back: string;
  due_on: string;
  today: string;
}

const cardSql = `SELECT json_build_object('id', x.id, 'number', x.number, 'title', x.title, 'payeeName', p.name, 'mine', x.payee_id IS NOT DISTINCT FROM $2::uuid, 'state', x.state, 'currency', x.currency, 'total', x.total::text,
    'waived', x.waived::text, 'paid', x.paid::text, 'cleared', x.cleared::text, 'handed_back', x.handed_back::text, 'due_on', x.due_on, 'today', (clock_now() AT TIME ZONE g.zone)::date) AS json
  FROM expense x JOIN person p ON p.id = x.payee_id JOIN folk_group g ON g.id = x.group_id`;

const deadlinesSql = `SELECT x.id, x.title, '/x/' || x.id AS path, x.due_on::text AS day, NULL::timestamptz AS "startsAt", g.name AS "groupName", g.zone, false AS "isWithdrawn", 'advance-' || x.id || '@folkmoot' AS uid,
    'showBy' AS says, ((x.due_on + 1)::timestamp AT TIME ZONE g.zone) AS "closesAt", x.version, coalesce(x.paid_at, x.approved_at) AS "updatedAt", x.paid > x.cleared + x.handed_back AS "isOpen"
  FROM expense x JOIN folk_group g ON g.id = x.group_id WHERE x.payee_id = $1 AND ${openAdvance} ORDER BY x.due_on, x.id LIMIT 50`;

/** Every read of advances in lists. */
@Injectable()
export class AdvancesStore {
  /** Those that are open in a group, the one that is due first at the top. */
  async ofGroup(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; mine: boolean; first: number; after: Cursor | null },
  ): Promise<AdvanceCard[]> {
    const found = await together<CardJson>(db, actor, {
      name: 'advances_of_group',
      text: `${cardSql} WHERE x.group_id = ${groupIdOf('$1')} AND ${openAdvance} AND (NOT $3::boolean OR x.payee_id = $2::uuid) AND ($4::date IS NULL OR (x.due_on, x.id) > ($4::date, $5::uuid)) ORDER BY x.due_on, x.id LIMIT $6`,
      values: [of.handle, actor.personId, of.mine, of.after?.at ?? null, of.after?.id ?? null, of.first + 1],
    });
    return found.map(toCard);
  }

  /** The days by which somebody shows what their advances were spent on. */
  deadlinesOf(db: EntityManager, personId: string): Promise<OtherDeadline[]> {
    return hot<OtherDeadline>(db, 'advance_deadlines', deadlinesSql, [personId]);
  }
}

function toCard(card: CardJson): AdvanceCard {
  const { currency } = card;
  const facts = advanceFactsOf(card, card.today);
  return {
    id: card.id,
    number: card.number,
    title: card.title,
    payeeName: card.payeeName,
    mine: card.mine,
    standing: advanceStanding(facts),
    dueOn: card.due_on,
    out: moneyValue(advanceOut(facts), currency),
    owed: moneyValue(facts.total - facts.waived - facts.paid, currency),
  };
}
