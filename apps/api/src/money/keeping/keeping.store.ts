import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { fundFrom, fundSql } from '../book/book.sql.ts';
import { type FundJson, toFund } from '../book/book.store.ts';
import { waitingSharesSql } from '../shares/shares.store.ts';
import type { EntryRequest, EntryWaiting, KeptAccount, Keeping } from './keeping.graphql.ts';

interface AccountJson {
  id: string;
  name: string | null;
  path: string;
  currency: string;
  balance: string;
  opened: boolean;
  used: boolean;
  closed: boolean;
  count: { on: string; counted: string; difference: string } | null;
}

interface RequestJson extends Omit<EntryRequest, 'amount' | 'askedAt' | 'mayApprove' | 'mayWithdraw'> {
  minor: string;
  currency: string;
  askedAt: string;
}

interface KeepingJson {
  id: string;
  currency: string;
  accounts: AccountJson[];
  funds: FundJson[];
  requests: RequestJson[];
  shares: { id: string; minor: string; currency: string }[];
}

const isOpened = `EXISTS (SELECT FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id AND q.account_id = a.id WHERE e.book_id = a.book_id AND e.kind = 'OPENING' AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id))`;
const lastCount = `(SELECT json_build_object('on', k.counted_on, 'counted', k.counted::text, 'difference', (k.counted - k.expected)::text) FROM cash_count k WHERE k.account_id = a.id ORDER BY k.created_at DESC LIMIT 1)`;

const keepingSql = `
SELECT json_build_object('id', b.id, 'currency', b.currency,
  'accounts', coalesce((SELECT json_agg(json_build_object('id', a.id, 'name', h.name, 'path', a.path, 'currency', a.currency, 'balance', (w.debits - w.credits)::text, 'opened', ${isOpened}, 'used', w.last_seq > 0,
      'closed', a.closed_at IS NOT NULL, 'count', ${lastCount}) ORDER BY a.closed_at IS NOT NULL, a.path, a.currency)
    FROM ledger_account a JOIN account_balance w ON w.account_id = a.id LEFT JOIN holding h ON h.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING'), '[]'),
  'funds', coalesce((SELECT json_agg(${fundSql} ORDER BY f.kind <> 'general', f.name, f.id) ${fundFrom} WHERE f.book_id = b.id AND f.closed_at IS NULL), '[]'),
  'requests', coalesce((SELECT json_agg(json_build_object('id', q.id, 'number', q.number, 'kind', q.kind, 'text', q.text, 'minor', q.minor::text, 'currency', q.currency, 'askedById', q.asked_by, 'askedBy', p.name, 'askedAt', iso(q.asked_at),
      'entrySeq', (SELECT e.seq FROM ledger_entry e WHERE e.id::text = q.command ->> 'entryId'), 'on', q.command ->> 'on',
      'fromId', coalesce(q.command ->> 'holdingId', q.command ->> 'fromId', q.command ->> 'fromFundId', q.command ->> 'from'),
      'toId', coalesce(q.command ->> 'toId', q.command ->> 'toFundId', q.command ->> 'to')) ORDER BY q.number)
    FROM entry_request q JOIN person p ON p.id = q.asked_by WHERE q.book_id = b.id AND q.state = 'WAITS'), '[]'),
  'shares', (${waitingSharesSql})
) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;

/** Entries by hand that somebody else asked for and the duty of the person $1 may say yes to, the oldest first. */
const waitingSql = `
SELECT json_build_object('id', q.id, 'kind', q.kind, 'minor', q.minor::text, 'currency', q.currency, 'askedBy', p.name, 'groupHandle', g.handle, 'groupName', g.name) AS json
FROM membership m JOIN folk_group g ON g.id = m.group_id AND g.archived_at IS NULL JOIN book b ON b.group_id = g.id
JOIN entry_request q ON q.book_id = b.id AND q.state = 'WAITS' AND q.asked_by <> m.person_id JOIN person p ON p.id = q.asked_by
WHERE m.person_id = $1 AND EXISTS (SELECT FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL AND d.kind IN ('treasurer', 'steward'))
ORDER BY q.asked_at, q.id LIMIT 20`;

/** Reads of what the group's money lies in. */
@Injectable()
export class KeepingStore {
  async of(
    db: EntityManager,
    actor: Actor,
    handle: string,
  ): Promise<
    (Pick<Keeping, 'id' | 'currency' | 'accounts' | 'funds' | 'shares'> & { requests: EntryRequest[] }) | null
  > {
    const [found] = await together<KeepingJson>(db, actor, {
      name: 'keeping',
      text: keepingSql,
      values: [handle, actor.personId],
    });
    if (!found) return null;
    return {
      id: found.id,
      currency: found.currency,
      accounts: found.accounts.map(toAccount),
      funds: found.funds.map(toFund),
      shares: found.shares.map(({ id, minor, currency }) => ({ id, amount: moneyValue(minor, currency) })),
      requests: found.requests.map(({ minor, currency, askedAt, ...request }) => ({
        ...request,
        amount: moneyValue(minor, currency),
        askedAt: new Date(askedAt),
        mayApprove: false,
        mayWithdraw: request.askedById === actor.personId,
      })),
    };
  }

  /** What waits for a second person where the viewer may be that. */
  async waiting(db: EntityManager, actor: Actor): Promise<EntryWaiting[]> {
    type Json = Omit<EntryWaiting, 'amount'> & { minor: string; currency: string };
    const found = await together<Json>(db, actor, {
      name: 'entries_waiting',
      text: waitingSql,
      values: [actor.personId],
    });
    return found.map(({ minor, currency, ...one }) => ({ ...one, amount: moneyValue(minor, currency) }));
  }
}

function toAccount({ count, balance, currency, ...account }: AccountJson): KeptAccount {
  return {
    ...account,
    kind: account.path.split(':')[1]!,
    balance: moneyValue(balance, currency),
    lastCount: count && {
      on: count.on,
      counted: moneyValue(count.counted, currency),
      difference: moneyValue(count.difference, currency),
    },
  };
}
