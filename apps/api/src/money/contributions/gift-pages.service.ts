import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  contributionDue,
  type ContributionFacts,
  contributionState,
  duesStanding,
  isOverdue,
  mayContribution,
} from '#libs/money';
import { duesInForce, duesRules, type Rulebook } from '#libs/governance';
import { GroupDoors } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { CardsDoor } from '../processor/cards-door.ts';
import { type ContributionJson, GiftsStore, type GiftsJson } from './gifts.store.ts';
import { transferCode } from './transfer-code.ts';
import type { Contribution, DeskFilter, Gifts, GiftStatement, GiftsWaiting, OwnDues } from './gifts.graphql.ts';

/** What a viewer may do with what they see. */
interface Rights {
  readonly treasurer: boolean;
  readonly confirmsRefunds: boolean;
  readonly viewerId: string | null;
}

/** Reads for the pages of gifts and dues: one's own, and the treasurer's list. */
@Injectable()
export class GiftPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: GiftsStore,
    private readonly cards: CardsDoor,
  ) {}

  /** One's own gifts and dues, and what there is to give to. Null where the group is not for the viewer to know. */
  async gifts(actor: Actor, handle: string): Promise<Gifts | null> {
    const [door, page, mine] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.gifts(this.database.reads, actor, handle),
      this.store.own(this.database.reads, actor, handle),
    ]);
    if (!door || !page) return null;
    const { group, standing } = door;
    const pledge = this.policy.allows(actor, 'contribution.pledge', { groupId: group.id }, standing);
    const list = this.policy.allows(actor, 'contribution.list.read', {}, standing);
    const rights = { treasurer: list, confirmsRefunds: false, viewerId: actor.personId };
    const shown = pledge || mine.length > 0;
    return {
      id: page.id,
      bank: shown ? page.bank : null,
      funds: pledge ? page.funds : [],
      dues: duesOf(page, mine, (standing?.rules ?? {}) as unknown as Rulebook),
      repeated: page.repeated.map(({ minor, currency, ...one }) => ({ ...one, amount: moneyValue(minor, currency) })),
      mine: mine.map((one) => this.shown(one, rights)),
      years: page.years.toSorted((a, b) => b - a),
      can: { pledge, list },
    };
  }

  /** The treasurer's list; of it, refunds that wait are there for stewards too, who may be the second person. */
  async desk(
    actor: Actor,
    of: { handle: string; filter: DeskFilter; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<Contribution>> {
    const first = readFirst(of.first);
    const below = readCursor(of.after)?.at ?? null;
    const [door, found] = await Promise.all([
      this.doors.open(actor, of.handle),
      this.store.desk(this.database.reads, actor, { ...of, below, limit: first + 1 }),
    ]);
    if (!door) throw new NotFound();
    const { group, standing } = door;
    const needed = of.filter === 'TO_ANSWER' ? 'contribution.refund.answer' : 'contribution.list.read';
    this.policy.requireWith(actor, needed, { groupId: group.id }, standing);
    const treasurer = this.policy.allows(actor, 'contribution.list.read', {}, standing);
    const rights = { treasurer, confirmsRefunds: true, viewerId: actor.personId };
    return toConnection(
      found.map((one) => this.shown(one, rights)),
      first,
      (one) => cursorOf(String(one.number), one.id),
    );
  }

  /** What waits for the viewer in the groups where they keep the book or are a second person. */
  async waiting(actor: Actor): Promise<GiftsWaiting[]> {
    if (!actor.personId) return [];
    const found = await this.store.waiting(this.database.reads, actor);
    return found.map(({ minor, currency, ...one }) => ({
      ...one,
      amount: minor === null ? null : moneyValue(minor, currency),
    }));
  }

  /** A contribution as whoever has just changed it sees it. */
  async seen(db: EntityManager, actor: Actor, id: string, groupId: string): Promise<Contribution> {
    const found = await this.store.one(db, actor, id);
    if (!found) throw new NotFound();
    const may = (operation: 'contribution.list.read' | 'contribution.refund.answer'): Promise<boolean> =>
      this.policy.may(db, actor, operation, { groupId });
    return this.shown(found, {
      treasurer: await may('contribution.list.read'),
      confirmsRefunds: await may('contribution.refund.answer'),
      viewerId: actor.personId,
    });
  }

  private shown(one: ContributionJson, rights: Rights): Contribution {
    const contribution = toContribution(one, rights);
    const cards = this.cards.takes(one.handle, one.currency);
    return { ...contribution, can: { ...contribution.can, ...cardRights(one, contribution, { cards, ...rights }) } };
  }

  /** What came of the viewer in a year. */
  async statement(actor: Actor, handle: string, year: number): Promise<GiftStatement | null> {
    const [door, rows] = await Promise.all([
      this.doors.open(actor, handle),
      this.store.statement(this.database.reads, actor, handle, year),
    ]);
    if (!door || rows.length === 0) return null;
    const currencies = [...new Set(rows.map(({ currency }) => currency))];
    return {
      year,
      name: actor.name ?? '',
      rows: rows.map(({ number, minor, currency, ...row }) => ({
        ...row,
        reference: `C-${number}`,
        amount: moneyValue(minor, currency),
      })),
      totals: currencies.map((currency) =>
        moneyValue(
          rows.reduce(
            (sum, row) =>
              row.currency === currency ? sum + (row.refund ? -BigInt(row.minor) : BigInt(row.minor)) : sum,
            0n,
          ),
          currency,
        ),
      ),
    };
  }
}

function factsIn(one: ContributionJson): ContributionFacts {
  return {
    pledged: BigInt(one.pledged),
    received: BigInt(one.received),
    refunded: BigInt(one.refunded),
    dueOn: one.dueOn,
    closed: one.closed,
  };
}

function toContribution(
  one: ContributionJson,
  { treasurer, confirmsRefunds, viewerId }: Rights,
): Omit<Contribution, 'can'> & { can: Omit<Contribution['can'], 'pay' | 'refundCard'> } {
  const { currency, today, bank, said, receipts, refunds, closed: _closed, handle: _handle, ...rest } = one;
  const facts = factsIn(one);
  const money = (minor: bigint | string): ReturnType<typeof moneyValue> => moneyValue(minor, currency);
  const due = contributionDue(facts);
  const own = one.personId !== null && one.personId === viewerId;
  const may = (step: Parameters<typeof mayContribution>[0]): boolean => mayContribution(step, facts, today);
  const isOpen = due > 0n;
  return {
    ...rest,
    reference: `C-${one.number}`,
    state: contributionState(facts),
    pledged: money(one.pledged),
    received: money(one.received),
    refunded: money(one.refunded),
    due: money(due),
    overdue: isOverdue(facts, today),
    said: said && { amount: money(said.minor), how: said.how, at: new Date(said.at), byName: said.byName },
    receipts: receipts.map(({ minor, ...receipt }) => ({ ...receipt, amount: money(minor) })),
    refunds: refunds.map(({ minor, askedBy, ...refund }) => ({
      ...refund,
      amount: money(minor),
      canAnswer: confirmsRefunds && refund.state === 'ASKED' && askedBy !== viewerId,
    })),
    code: transferCode(bank, { minor: due, currency, reference: `C-${one.number}` }),
    remindedAt: one.remindedAt ? new Date(one.remindedAt) : null,
    can: {
      say: own && isOpen && said === null,
      confirm: treasurer && may('receive'),
      cancel: (own || treasurer) && may('cancel') && one.kind !== 'dues',
      refund: treasurer && may('refund'),
      waive: treasurer && !own && one.kind === 'dues' && may('cancel'),
      remind: treasurer && isOpen && one.hasMail,
    },
  };
}

/** What of it can be paid by card, and go back to one. */
function cardRights(
  { personId, receipts }: ContributionJson,
  { due, can }: Pick<Contribution, 'due'> & { can: { refund: boolean } },
  of: { cards: boolean; viewerId: string | null },
): { pay: boolean; refundCard: boolean } {
  const byCard = receipts.some(({ heldIn, reversed }) => heldIn === 'card' && !reversed);
  const mayPay = personId === null || personId === of.viewerId;
  return { pay: of.cards && due.minor > 0n && mayPay, refundCard: of.cards && can.refund && byCard };
}

function duesOf(page: GiftsJson, mine: readonly ContributionJson[], rules: Rulebook): OwnDues | null {
  const dues = mine.filter(({ kind }) => kind === 'dues');
  const inForce = duesInForce(rules);
  if (!inForce || (!page.isMember && dues.length === 0)) return null;
  const { every, min, suggested, max, graceDays } = inForce;
  const step = page.step === null ? suggested : BigInt(page.step);
  const money = (minor: bigint): ReturnType<typeof moneyValue> => moneyValue(minor, page.currency);
  const { state, since, owed } = duesStanding(dues.map(factsIn), { graceDays, today: page.today });
  return {
    every,
    least: money(min),
    suggested: money(suggested),
    most: money(max),
    mine: money(step < min ? min : step > max ? max : step),
    state,
    since,
    owed: money(owed),
    graceDays,
    costsVote: duesRules(rules).votes === true,
    lapseAfterMonths: duesRules(rules).lapseAfterMonths ?? 0,
  };
}
