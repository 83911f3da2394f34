import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { together } from '../../platform/database/together.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { eventRefOf, readableBy } from '../../events/index.ts';
import { fundFrom, fundSql, lineJoins, lineSql } from './book.sql.ts';
import { type FundJson, type LineJson, toFund, toLine } from './book.store.ts';
import { cardSql, type ExpenseCardJson, toExpenseCard } from '../expenses/expenses.store.ts';
import type { EventTicket } from '../contributions/asks.graphql.ts';
import { CardsDoor } from '../processor/cards-door.ts';
import { transferCode } from '../contributions/transfer-code.ts';
import type { EventMoney } from './book.graphql.ts';

interface EventMoneyJson {
  currency: string;
  handle: string;
  fund: FundJson | null;
  lines: LineJson[];
  spent: { minor: string; currency: string }[];
  expenses: ExpenseCardJson[];
  over: { minor: string; currency: string } | null;
  ask: { kind: string; least: string; most: string; currency: string } | null;
  ticket: TicketJson | null;
}

interface TicketJson {
  id: string;
  number: number;
  currency: string;
  due: string;
  received: string;
  said: boolean;
  bank: { name: string; iban: string } | null;
}

/** $1 the event, $2 the viewer, $3 the key of an unlisted one: what it asks for and one's own part of it for who reads the event, figures for who reads the group, single expenses for its members. A line is the event's by name or by its fund. */
const eventMoneySql = `
SELECT json_build_object('currency', b.currency, 'handle', g.handle,
  'fund', (SELECT ${fundSql} ${fundFrom} WHERE reads.book AND f.book_id = b.id AND f.event_id = e.id AND f.closed_at IS NULL),
  'lines', coalesce((SELECT json_agg(${lineSql} ORDER BY l.closed_at IS NOT NULL, l.opened_at DESC, l.id)
    FROM (SELECT o.* FROM budget_line o WHERE reads.book AND o.book_id = b.id AND (o.event_id = e.id OR o.account_id IN (SELECT u.account_id FROM fund u WHERE u.book_id = b.id AND u.event_id = e.id))
      ORDER BY o.closed_at IS NOT NULL, o.opened_at DESC LIMIT 10) l ${lineJoins}), '[]'),
  'spent', coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency)
    FROM (SELECT x.currency, sum(x.total - x.waived) AS n FROM expense x WHERE reads.book AND x.event_id = e.id AND x.type <> 'ADVANCE' AND x.state IN ('APPROVED', 'PARTLY_PAID', 'PAID') GROUP BY x.currency) s), '[]'),
  'expenses', CASE WHEN $2::uuid IS NOT NULL AND is_member(e.group_id, $2) THEN coalesce((SELECT json_agg(row_to_json(c)) FROM (${cardSql}
    WHERE x.event_id = e.id AND x.state IN ('SUBMITTED', 'RETURNED', 'APPROVED', 'PARTLY_PAID', 'PAID') ORDER BY x.created_at DESC, x.id DESC LIMIT 10) c), '[]') ELSE '[]' END,
  'over', CASE WHEN reads.book THEN (SELECT json_build_object('minor', o.minor::text, 'currency', o.currency) FROM event_overrun o WHERE o.event_id = e.id AND o.minor > 0 AND e.end_at > clock_now()) END,
  'ask', (SELECT json_build_object('kind', k.kind, 'least', k.minor::text, 'most', k.most::text, 'currency', k.currency) FROM event_ask k WHERE k.event_id = e.id),
  'ticket', (SELECT json_build_object('id', c.id, 'number', c.number, 'currency', c.currency, 'due', greatest(c.pledged - c.received, 0)::text, 'received', c.received::text, 'said', c.said_at IS NOT NULL,
      'bank', (SELECT json_build_object('name', k.name, 'iban', k.iban) FROM book_bank k WHERE k.book_id = b.id))
    FROM contribution c WHERE c.event_id = e.id AND c.person_id = $2 AND c.kind = 'ticket' AND c.closed IS NULL)
) AS json FROM event e JOIN book b ON b.group_id = e.group_id JOIN folk_group g ON g.id = e.group_id
CROSS JOIN LATERAL (SELECT g.visibility = 'open' OR is_member(g.id, $2) AS book) reads
WHERE e.id = $1 AND e.status <> 'draft' AND ${readableBy('$2', '$3')} AND (reads.book OR EXISTS (SELECT FROM event_ask k WHERE k.event_id = e.id)
  OR EXISTS (SELECT FROM contribution c WHERE c.event_id = e.id AND c.person_id = $2 AND c.kind = 'ticket' AND c.closed IS NULL))`;

/** What an event has to do with the book, read along with its page. */
@Injectable()
export class EventMoneyStore {
  constructor(
    private readonly database: Database,
    private readonly cards: CardsDoor,
  ) {}

  /** Null where there is no such event for this viewer, or where it asks for nothing and its group's book is not theirs to read. */
  async of(actor: Actor, ref: string): Promise<EventMoney | null> {
    const { id, key } = eventRefOf(ref);
    if (!id) return null;
    const [found] = await together<EventMoneyJson>(this.database.reads, actor, {
      name: 'event_money',
      text: eventMoneySql,
      values: [id, actor.personId, key],
    });
    if (!found) return null;
    return {
      currency: found.currency,
      fund: found.fund && toFund(found.fund),
      lines: found.lines.map(toLine),
      spent: found.spent.map(({ minor, currency }) => moneyValue(minor, currency)),
      expenses: found.expenses.map(toExpenseCard),
      over: found.over && moneyValue(found.over.minor, found.over.currency),
      ask: found.ask && {
        kind: found.ask.kind,
        least: moneyValue(found.ask.least, found.ask.currency),
        most: moneyValue(found.ask.most, found.ask.currency),
      },
      myTicket: found.ticket && {
        ...toTicket(found.ticket),
        canPay: found.ticket.due !== '0' && this.cards.takes(found.handle, found.ticket.currency),
      },
    };
  }
}

function toTicket({ id, number, currency, due, received, said, bank }: TicketJson): Omit<EventTicket, 'canPay'> {
  const reference = `C-${number}`;
  return {
    id,
    reference,
    said,
    due: moneyValue(due, currency),
    received: moneyValue(received, currency),
    iban: bank?.iban ?? null,
    code: transferCode(bank, { minor: BigInt(due), currency, reference }),
  };
}
