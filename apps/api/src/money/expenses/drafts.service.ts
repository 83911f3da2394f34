import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Files } from '../../platform/files/files.service.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { draftFields } from './draft-fields.ts';
import type { ExpenseDraftInput } from './expense-inputs.graphql.ts';
import { ExpensesStore } from './expenses.store.ts';
import { SubmitSides } from './submit-sides.service.ts';

/** How many drafts somebody may have in a group. */
export const MOST_DRAFTS = 20;
const MOST_CHARACTERS = 20_000;

/** What has been typed of an expense, kept as it stands until it is sent: over a closed tab, a lost session, another device. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly files: Files,
    private readonly store: ExpensesStore,
    private readonly sides: SubmitSides,
  ) {}

  /** Keeps a draft, new or known, or the changes of an expense that came back. Returns its id. */
  async save(actor: Actor, input: ExpenseDraftInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const fields = fieldsOf(input.fields);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'expense.submit', { groupId: input.groupId });
      const id = input.id
        ? await this.change(tx, actor, { ...input, id: input.id, fields })
        : await this.begin(tx, actor, { groupId: input.groupId, fields });
      await this.sides.receipts(tx, actor, { files: input.receipts, expenseId: id, groupId: input.groupId });
      return id;
    });
  }

  /** A new draft of what was declined or withdrawn, receipts included. */
  copy(actor: Actor, id: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const page = await this.store.page(tx, id);
      if (!page || page.author_id !== actor.personId) throw new NotFound();
      await this.policy.require(tx, actor, 'expense.submit', { groupId: page.group_id });
      if (page.state !== 'REJECTED' && page.state !== 'WITHDRAWN')
        throw new Conflict('Only what was declined or withdrawn is asked for anew.');
      const made = await this.begin(tx, actor, {
        groupId: page.group_id,
        fields: draftFields(page),
        isAdvance: page.type === 'ADVANCE',
      });
      const copies: string[] = [];
      for (const receipt of page.receipts)
        copies.push(await this.files.copy(tx, actor, { id: receipt.id, groupId: page.group_id }));
      await this.sides.receipts(tx, actor, { files: copies, expenseId: made, groupId: page.group_id });
      return made;
    });
  }

  /** A new draft of these fields in a transaction that goes on. Locks the book. Returns its id. */
  async begin(
    tx: EntityManager,
    actor: Actor,
    of: {
      groupId: string;
      fields: Record<string, unknown>;
      isAdvance?: boolean;
      /** What comes back, and the day of this draft. */
      recurring?: { id: string; period: string };
    },
  ): Promise<string> {
    const book = await this.books.ofGroup(tx, of.groupId);
    await this.books.lock(tx, book.id);
    const held = await row<{ n: number }>(
      tx,
      `SELECT count(*)::int AS n FROM expense WHERE group_id = $1 AND author_id = $2 AND state = 'DRAFT'`,
      [of.groupId, actor.personId],
    );
    if (held!.n >= MOST_DRAFTS) throw new Conflict('You have 20 drafts here. Send or delete one of them first.');
    const fund = (await this.books.findFund(tx, book.id, null))!;
    const id = newOrderedId();
    await rows(
      tx,
      `INSERT INTO expense (id, book_id, group_id, number, author_id, payee_id, fund_id, title, category, currency, total, state, revision, content_hash, rulebook_id, draft, type, recurring_id, period)
       SELECT $1, $2, $3, $4, $5, $5, $6, $7, 'expense.other', $8, 0, 'DRAFT', 0, '', r.id, $9, $10, $11, $12::date FROM rulebook_version r WHERE r.group_id = $3 ORDER BY r.n DESC LIMIT 1`,
      [
        id,
        book.id,
        of.groupId,
        await this.books.nextNumber(tx, 'expense', book.id),
        actor.personId,
        fund.id,
        titleOf(of.fields),
        fund.currency,
        JSON.stringify(of.fields),
        of.isAdvance ? 'ADVANCE' : 'RECEIPT',
        of.recurring?.id ?? null,
        of.recurring?.period ?? null,
      ],
    );
    return id;
  }

  private async change(
    tx: EntityManager,
    actor: Actor,
    of: { id: string; groupId: string; fields: Record<string, unknown> },
  ): Promise<string> {
    const held = isId(of.id) ? await this.store.hold(tx, of.id) : null;
    if (!held || held.author_id !== actor.personId || held.group_id !== of.groupId) throw new NotFound();
    if (held.state !== 'DRAFT' && held.state !== 'RETURNED')
      throw new Conflict('This expense can not be changed now. Take it back first.');
    await rows(
      tx,
      `UPDATE expense SET draft = $2, title = CASE WHEN state = 'DRAFT' THEN $3 ELSE title END WHERE id = $1`,
      [of.id, JSON.stringify(of.fields), titleOf(of.fields)],
    );
    return of.id;
  }
}

function fieldsOf(text: string): Record<string, unknown> {
  if (text.length > MOST_CHARACTERS) throw new BadInput('fields', 'This is too much text for a draft.');
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new BadInput('fields', 'The draft can not be read.');
}

function titleOf({ title }: Record<string, unknown>): string {
  return typeof title === 'string' ? [...title.trim()].slice(0, 200).join('') : '';
}
