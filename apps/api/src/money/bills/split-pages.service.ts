import { Injectable } from '@nestjs/common';
import { turnOf } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { sha256 } from '../../platform/log/group-log.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Payouts } from './payouts.service.ts';
import type {
  Bill,
  PaymentToConfirm,
  Payout,
  Split,
  SplitCard,
  SplitPerson,
  SuggestedPayment,
} from './splits.graphql.ts';
import { type BillJson, type PartJson, type SplitJson, SplitsStore } from './splits.store.ts';
import { suggestedOf } from './suggested.ts';

/** Reads for the pages of splits: for their people, and for a treasurer who corrects. */
@Injectable()
export class SplitPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: SplitsStore,
    private readonly payouts: Payouts,
  ) {}

  /** Null for everybody whom it does not concern. */
  async split(actor: Actor, id: string): Promise<Split | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    if (!page) return null;
    const me = meIn(page, actor);
    const subject = { groupId: page.groupId, own: me !== null };
    if (!(await this.policy.may(this.database.reads, actor, 'bill.read', subject))) return null;
    const may = (operation: 'bill.correct' | 'file.upload' | 'expense.submit', own = false): Promise<boolean> =>
      this.policy.may(this.database.reads, actor, operation, { groupId: page.groupId, own });
    const [corrects, upload, askGroup] = await Promise.all([
      may('bill.correct'),
      may('file.upload'),
      may('expense.submit'),
    ]);
    return {
      ...headOf(page),
      me,
      people: peopleOf(page),
      bills: page.bills.map((bill) => toBill(bill, corrects || (me !== null && bill.authorId === me))),
      standings: page.standings.map(({ personId, minor, currency }) => ({
        personId,
        amount: moneyValue(minor, currency),
      })),
      payments: page.payments.map(({ minor, currency, ...one }) => ({ ...one, amount: moneyValue(minor, currency) })),
      suggested: this.suggested(page, me),
      myPayout: me ? this.payout(page, me, null) : null,
      nextTurn: turnOf(sha256, `B-${page.number + 1}`),
      can: { add: me !== null, upload, askGroup },
    };
  }

  async seen(actor: Actor, id: string): Promise<Split> {
    const split = await this.split(actor, id);
    if (!split) throw new NotFound();
    return split;
  }

  async cards(actor: Actor, of: { handle: string } | { eventId: string }): Promise<SplitCard[]> {
    const found = await this.store.cards(this.database.reads, actor, of);
    return found.map((card) => ({
      ...card,
      mine: card.mine.map(({ minor, currency }) => moneyValue(minor, currency)),
    }));
  }

  async toConfirm(actor: Actor): Promise<PaymentToConfirm[]> {
    const found = await this.store.toConfirm(this.database.reads, actor);
    return found.map(({ minor, currency, ...one }) => ({ ...one, amount: moneyValue(minor, currency) }));
  }

  /** Account numbers go to the one who has to pay, with the payment that they are for, and to nobody else. */
  private suggested(page: SplitJson, me: string | null): SuggestedPayment[] {
    return suggestedOf(page).map(({ from, to, minor, currency }) => ({
      fromId: from,
      toId: to,
      amount: moneyValue(minor, currency),
      payout: from === me ? this.payout(page, to, { minor, currency, text: page.title }) : null,
    }));
  }

  private payout(
    page: SplitJson,
    seatId: string,
    payment: { minor: bigint; currency: string; text: string } | null,
  ): Payout | null {
    const kept = page.payouts.find(({ personId }) => personId === seatId);
    return kept ? this.payouts.read(seatId, kept.sealed, payment) : null;
  }
}

function headOf(
  page: SplitJson,
): Pick<
  Split,
  'id' | 'title' | 'groupId' | 'groupHandle' | 'groupName' | 'zone' | 'eventId' | 'eventTitle' | 'currency' | 'settleBy'
> {
  const { id, title, groupId, groupHandle, groupName, zone, eventId, eventTitle, currency, settleBy } = page;
  return { id, title, groupId, groupHandle, groupName, zone, eventId, eventTitle, currency, settleBy };
}

function meIn(page: SplitJson, actor: Actor): string | null {
  if (actor.link) return actor.link.purpose === 'bill' ? actor.link.objectId : null;
  return page.people.find(({ personId }) => personId !== null && personId === actor.personId)?.id ?? null;
}

function peopleOf(page: SplitJson): SplitPerson[] {
  const used = new Set([
    ...page.bills.flatMap(({ payers, shares, authorId, disputes }) => [
      authorId,
      ...[...payers, ...shares, ...disputes].map(({ personId }) => personId),
    ]),
    ...page.payments.flatMap(({ fromId, toId }) => [fromId, toId]),
    ...page.people.map(({ carriedBy }) => carriedBy),
  ]);
  return page.people.map((person) => ({ ...person, unused: !used.has(person.id) }));
}

function toBill({ sharing, currency, total, payers, shares, ...bill }: BillJson, canCorrect: boolean): Bill {
  const part = ({ personId, minor }: PartJson): Bill['payers'][number] => ({
    personId,
    amount: moneyValue(minor, currency),
  });
  return {
    ...bill,
    total: moneyValue(total, currency),
    mode: sharing.mode,
    parts: [...sharing.parts],
    items: sharing.items.map((item) => ({ ...item, people: [...item.people] })),
    payers: payers.map(part),
    shares: shares.map(part),
    canCorrect: canCorrect && bill.undoneAt === null,
  };
}
