import { Injectable } from '@nestjs/common';
import { Links } from '../../identity/index.ts';
import { type Actor, visitor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { Refusal } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { typedAmount } from '../typed-amount.ts';
import { BillsService } from './bills.service.ts';
import { Payouts } from './payouts.service.ts';
import { Settlements } from './settlements.service.ts';
import { SplitPages } from './split-pages.service.ts';
import type { Split } from './splits.graphql.ts';

/** What the fields of a form of the page say; several choices of one name come as a list. */
export type LinkForm = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A split for people without an account: the link that they were given speaks for them, in this one split. */
@Injectable()
export class SplitLinks {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly pages: SplitPages,
    private readonly bills: BillsService,
    private readonly settlements: Settlements,
    private readonly payouts: Payouts,
  ) {}

  /** The split behind a link; null for a link that is not good. */
  async page(token: string, locale: string): Promise<Split | null> {
    const at = await this.at(token, locale);
    return at ? this.pages.split(at.actor, at.splitId) : null;
  }

  /** Does what a form asks for; returns why not, in words. */
  async act(token: string, locale: string, form: LinkForm): Promise<string | null> {
    const at = await this.at(token, locale);
    if (!at) return null;
    try {
      await this.run(at.actor, at.splitId, form);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.words.in(locale);
      throw error;
    }
  }

  private async run(actor: Actor, splitId: string, form: LinkForm): Promise<unknown> {
    const said = (name: string): string => (typeof form[name] === 'string' ? form[name] : '');
    switch (said('act')) {
      case 'paid':
        return this.settlements.sayPaid(actor, {
          splitId,
          toId: said('to'),
          amount: typedAmount({ amount: said('amount'), currency: said('currency') }, actor.locale),
          idempotencyKey: said('key'),
        });
      case 'back':
        return this.settlements.takeBack(actor, said('payment'));
      case 'arrived':
        return this.settlements.confirm(actor, said('payment'));
      case 'missing':
        return this.settlements.missing(actor, said('payment'));
      case 'dispute':
        return this.bills.dispute(actor, said('bill'), said('words'));
      case 'payout':
        return this.payouts.set(actor, splitId, { name: said('name'), iban: said('iban') });
      case 'bill':
        return this.addBill(actor, splitId, { form, said });
      default:
        return null;
    }
  }

  /** The simple bill of the page: paid by whoever has the link, shared evenly. */
  private async addBill(
    actor: Actor,
    splitId: string,
    { form, said }: { form: LinkForm; said: (name: string) => string },
  ): Promise<void> {
    const me = actor.link!.objectId!;
    const total = typedAmount({ amount: said('amount'), currency: said('currency') }, actor.locale);
    const chosen = form['for'];
    const people = typeof chosen === 'string' ? [chosen] : (chosen ?? []);
    await this.bills.add(actor, {
      splitId,
      what: said('what'),
      spentOn: await this.today(splitId),
      total,
      payers: [{ personId: me, minor: total.minor }],
      mode: 'even',
      parts: people.map((personId) => ({ personId })),
      idempotencyKey: said('key'),
    });
  }

  private async today(splitId: string): Promise<string> {
    const found = await row<{ day: string }>(
      this.database.reads,
      'SELECT (clock_now() AT TIME ZONE g.zone)::date AS day FROM split s JOIN folk_group g ON g.id = s.group_id WHERE s.id = $1',
      [splitId],
    );
    return found!.day;
  }

  private async at(token: string, locale: string): Promise<{ actor: Actor; splitId: string } | null> {
    const link = await this.links.find(this.database.reads, token, 'bill');
    const seat =
      link?.objectId && isId(link.objectId)
        ? await row<{ split_id: string }>(this.database.reads, 'SELECT split_id FROM split_person WHERE id = $1', [
            link.objectId,
          ])
        : null;
    if (!link || !seat) return null;
    return {
      actor: { ...visitor, locale, link: { purpose: 'bill', objectId: link.objectId } },
      splitId: seat.split_id,
    };
  }
}
