import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/actor.ts';
import { Database } from '../../../platform/database/database.ts';
import { row, rows } from '../../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../../platform/graphql/errors.ts';
import { isId } from '../../../platform/ids.ts';
import { Limits } from '../../../platform/limits.ts';
import { requiredName } from '../../../platform/names.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { readEmail } from '../../contributions/gift-fields.ts';
import { DraftsService } from '../drafts.service.ts';
import { SubmitSides } from '../submit-sides.service.ts';
import { InvoiceTokens } from './invoice-tokens.service.ts';
import type { AskForInvoiceInput } from './invoices.graphql.ts';

const perDay = { name: 'invoice link', max: 20, windowSeconds: 86_400 };

/** Asking somebody without an account for their bill: a draft of whoever asks, filled in by a link. */
@Injectable()
export class InvoiceRequests {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly limits: Limits,
    private readonly drafts: DraftsService,
    private readonly sides: SubmitSides,
    private readonly tokens: InvoiceTokens,
  ) {}

  /** Begins a draft for the bill of somebody outside and returns the link by which they fill it in. */
  async ask(actor: Actor, input: AskForInvoiceInput): Promise<{ url: string; expenseId: string }> {
    const { groupId } = input;
    if (!isId(groupId)) throw new NotFound();
    const name = requiredName('name', input.name, { what: 'The name', max: 120 });
    const title = requiredName('what', input.what, { what: 'What it is for', max: 200 });
    const email = readEmail(input.email);
    await this.limits.count(perDay, actor.personId ?? '');
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'expense.submit', { groupId });
      const event = await this.sides.event(tx, groupId, input.eventId ?? null);
      const fields = { title, to: 'vendor', vendor: name, ...(event ? { event } : {}) };
      const expenseId = await this.drafts.begin(tx, actor, { groupId, fields });
      await rows(tx, 'INSERT INTO invoice_request (expense_id, name, asked_by) VALUES ($1, $2, $3)', [
        expenseId,
        name,
        actor.personId,
      ]);
      return { url: await this.tokens.give(tx, actor, { expenseId, groupId, email }), expenseId };
    });
  }

  /** Another link for a bill that is still awaited; the one before is good no more. */
  async renew(actor: Actor, expenseId: string): Promise<string> {
    await this.limits.count(perDay, actor.personId ?? '');
    return this.database.transaction(async (tx) => {
      const held = isId(expenseId)
        ? await row<{ groupId: string; state: string }>(
            tx,
            `SELECT x.group_id AS "groupId", x.state FROM invoice_request i JOIN expense x ON x.id = i.expense_id WHERE i.expense_id = $1 AND x.author_id = $2`,
            [expenseId, actor.personId],
          )
        : null;
      if (!held) throw new NotFound();
      const { groupId, state } = held;
      await this.policy.require(tx, actor, 'expense.update', { groupId, own: true });
      if (state !== 'DRAFT') throw new Conflict('This bill was handed in already.');
      return this.tokens.give(tx, actor, { expenseId, groupId, email: null });
    });
  }
}
