import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import type { CardCase, Cards } from './cards.graphql.ts';

interface Amount {
  minor: string;
  currency: string;
}

interface CardsJson {
  id: string;
  held: Amount[];
  open: number;
  cases: (Omit<CardCase, 'amount' | 'asked' | 'at'> & {
    at: string;
    minor: string | null;
    currency: string | null;
    asked: Amount | null;
  })[];
  payouts: (Amount & { remote: string; arrivesOn: string })[];
  faults: (Amount & { number: number; fault: string })[];
}

/** The treasurer's page of cards of the group $1: what lies there, what is open, what asks. */
const cardsSql = `
SELECT json_build_object('id', b.id,
  'held', (SELECT coalesce(json_agg(json_build_object('minor', (w.debits - w.credits)::text, 'currency', a.currency) ORDER BY a.currency), '[]')
    FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING' AND a.path = 'assets:processor:card' AND w.debits <> w.credits),
  'open', (SELECT count(*)::int FROM card_checkout k JOIN contribution c ON c.id = k.contribution_id WHERE c.book_id = b.id AND k.state = 'OPEN'),
  'cases', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'reason', e.reason, 'subject', e.subject, 'note', e.note, 'at', iso(e.received_at), 'minor', e.facts #>> '{fact,minor}', 'currency', e.facts #>> '{fact,currency}',
      'reference', 'C-' || c.number, 'asked', CASE WHEN k.id IS NOT NULL THEN json_build_object('minor', k.minor::text, 'currency', k.currency) END) ORDER BY e.n), '[]')
    FROM (SELECT * FROM processor_event WHERE book_id = b.id AND state = 'ASKS' ORDER BY n LIMIT 50) e
    LEFT JOIN LATERAL (SELECT o.* FROM card_checkout o WHERE o.payment = e.payment OR o.id::text = e.facts #>> '{fact,checkout}' LIMIT 1) k ON true LEFT JOIN contribution c ON c.id = k.contribution_id),
  'payouts', (SELECT coalesce(json_agg(json_build_object('remote', p.remote, 'minor', p.minor::text, 'currency', p.currency, 'arrivesOn', p.arrives_on) ORDER BY p.arrives_on DESC, p.remote), '[]')
    FROM (SELECT * FROM card_payout WHERE book_id = b.id ORDER BY arrives_on DESC, remote LIMIT 10) p),
  'faults', (SELECT coalesce(json_agg(json_build_object('number', c.number, 'minor', k.minor::text, 'currency', c.currency, 'fault', k.fault) ORDER BY k.created_at), '[]')
    FROM card_refund k JOIN contribution_refund r ON r.id = k.refund_id JOIN contribution c ON c.id = r.contribution_id WHERE c.book_id = b.id AND k.fault IS NOT NULL AND k.remote IS NULL)
) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;

/** Reads of cards for their page. */
@Injectable()
export class CardsStore {
  async of(db: EntityManager, actor: Actor, handle: string): Promise<Omit<Cards, 'isOn'> | null> {
    const [found] = await together<CardsJson>(db, actor, { name: 'cards_page', text: cardsSql, values: [handle] });
    if (!found) return null;
    return {
      id: found.id,
      open: found.open,
      held: found.held.map(({ minor, currency }) => moneyValue(minor, currency)),
      cases: found.cases.map(({ minor, currency, asked, at, ...one }) => ({
        ...one,
        at: new Date(at),
        amount: minor !== null && currency !== null ? moneyValue(minor, currency) : null,
        asked: asked && moneyValue(asked.minor, asked.currency),
      })),
      payouts: found.payouts.map(({ minor, currency, ...one }) => ({ ...one, amount: moneyValue(minor, currency) })),
      faults: found.faults.map(({ minor, currency, number, fault }) => ({
        fault,
        reference: `C-${number}`,
        amount: moneyValue(minor, currency),
      })),
    };
  }
}
