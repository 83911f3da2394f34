import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../../groups/index.ts';
import type { Actor } from '../../../platform/actor.ts';
import { Database } from '../../../platform/database/database.ts';
import { together } from '../../../platform/database/together.ts';
import { row, rows } from '../../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../../platform/graphql/errors.ts';
import { moneyValue } from '../../../platform/graphql/money.type.ts';
import { isId } from '../../../platform/ids.ts';
import { GroupLog } from '../../../platform/log/group-log.ts';
import { requiredName } from '../../../platform/names.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { BooksStore } from '../../ledger/books.store.ts';
import { checkedIban } from '../payout-fields.ts';
import type { BankAccount, BankAccountInput } from './batches.graphql.ts';

/** An account as the database writes it. */
export interface BankAccountJson extends Omit<BankAccount, 'balance'> {
  balance: string;
  currency: string;
}

/** An account `a` with its number `k` and its balance `l`, as JSON. */
export const bankAccountSql = `json_build_object('id', a.id, 'path', a.path, 'label', h.name, 'currency', a.currency, 'balance', (l.debits - l.credits)::text, 'name', coalesce(k.name, ''), 'iban', coalesce(k.iban, ''), 'bic', coalesce(k.bic, ''))`;
export const bankAccountJoins = `JOIN account_balance l ON l.account_id = a.id LEFT JOIN bank_account k ON k.account_id = a.id LEFT JOIN holding h ON h.account_id = a.id`;

export const toBankAccount = ({ balance, currency, ...account }: BankAccountJson): BankAccount => ({
  ...account,
  balance: moneyValue(balance, currency),
});

/** The accounts of a group by the numbers that its bank knows them by. */
@Injectable()
export class BankAccounts {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
  ) {}

  async of(db: EntityManager, actor: Actor, handle: string): Promise<BankAccount[]> {
    const found = await together<BankAccountJson>(db, actor, {
      name: 'bank_accounts',
      text: `SELECT ${bankAccountSql} AS json FROM book b JOIN ledger_account a ON a.book_id = b.id AND a.class = 'HOLDING' AND a.closed_at IS NULL ${bankAccountJoins} WHERE b.group_id = ${groupIdOf('$1')} ORDER BY a.path, a.currency`,
      values: [handle],
    });
    return found.map(toBankAccount);
  }

  /** Notes the number of an account. Throws BAD_USER_INPUT naming the field. */
  async set(actor: Actor, input: BankAccountInput): Promise<void> {
    const name = requiredName('name', input.name, { what: 'The name of the account', max: 70 });
    const iban = checkedIban(input.iban);
    const bic = (input.bic ?? '').replaceAll(' ', '').toUpperCase();
    if (bic !== '' && !/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic))
      throw new BadInput('bic', 'A BIC has 8 or 11 letters and digits. It can be left out.');
    if (!isId(input.groupId)) throw new NotFound();
    await this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'book.account.update', { groupId: input.groupId });
      const book = await this.books.ofGroup(tx, input.groupId);
      await this.books.lock(tx, book.id);
      const account = isId(input.accountId)
        ? await row(tx, `SELECT 1 FROM ledger_account WHERE id = $1 AND book_id = $2 AND class = 'HOLDING'`, [
            input.accountId,
            book.id,
          ])
        : null;
      if (!account) throw new NotFound();
      await rows(
        tx,
        'INSERT INTO bank_account (account_id, name, iban, bic) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, iban = excluded.iban, bic = excluded.bic',
        [input.accountId, name, iban, bic || null],
      );
      await this.log.append(tx, {
        chainId: input.groupId,
        type: 'book.accountNumber',
        actorId: actor.personId,
        facts: { account: input.accountId },
      });
    });
  }
}
