import { Injectable } from '@nestjs/common';
import { noticeAfter, noticeRules, type NoticeStep, type Operation, type Rulebook } from '#libs/governance';
import { GroupDoors } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../platform/graphql/connection.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { moneyValue } from '../platform/graphql/money.type.ts';
import { isId } from '../platform/ids.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { type GroupStanding, Standings } from '../platform/policy/standings.ts';
import { NoticeWindows } from './notice-windows.service.ts';
import {
  Notice,
  type NoticeCard,
  type NoticeDesk,
  type NoticeRights,
  type NoticeText,
  type NoticeWaiting,
} from './notices.graphql.ts';
import { type NoticeCardJson, type NoticePage, NoticesStore } from './notices.store.ts';

/** Reads for the pages of notices. Who objected, and why, is for members. */
@Injectable()
export class NoticePages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly doors: GroupDoors,
    private readonly store: NoticesStore,
    private readonly windows: NoticeWindows,
  ) {}

  async notice(actor: Actor, id: string): Promise<Notice | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    if (!page) return null;
    if (page.status === 'posted' && !page.isOpen) this.windows.wake();
    const standing = await this.standings.of(this.database.reads, page.groupId, actor.personId);
    const isMember = standing?.standing === 'member' || standing?.standing === 'paused';
    return Object.assign(new Notice(), page, {
      amount: amountOf(page),
      group: page.group as Notice['group'],
      objections: isMember ? page.objections : [],
      can: this.rights(actor, page, standing),
    });
  }

  async seen(actor: Actor, id: string): Promise<Notice> {
    const notice = await this.notice(actor, id);
    if (!notice) throw new NotFound();
    return notice;
  }

  /** What it said before, and says; for whoever may read it. */
  async texts(actor: Actor, id: string): Promise<NoticeText[]> {
    const found = await this.store.texts(this.database.reads, actor, id);
    if (found.length === 0) throw new NotFound();
    return found.map((one) => ({ ...one, amount: amountOf(one) }));
  }

  async ofGroup(
    actor: Actor,
    of: { handle: string; alive?: boolean | undefined; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<NoticeCard>> {
    const first = readFirst(of.first);
    const found = await this.store.ofGroup(this.database.reads, actor, {
      handle: of.handle,
      alive: of.alive ?? false,
      first,
      after: readCursor(of.after),
    });
    return toConnection(found.map(toCard), first, (card) => cursorOf(card.postedAt, card.id));
  }

  async waiting(actor: Actor): Promise<NoticeWaiting[]> {
    if (!actor.personId) return [];
    const found = await this.store.waiting(this.database.reads, actor);
    return found.map((one) => ({ ...one, amount: amountOf(one) }));
  }

  async behind(actor: Actor, proposalId: string): Promise<NoticeCard | null> {
    const card = await this.store.behind(this.database.reads, actor, proposalId);
    return card && toCard(card);
  }

  /** What the viewer may do by notice in a group; null for who may not post there. */
  async desk(actor: Actor, handle: string): Promise<NoticeDesk | null> {
    const door = await this.doors.open(actor, handle);
    if (!door || !this.policy.allows(actor, 'notice.post', {}, door.standing)) return null;
    const rules = noticeRules(door.standing.rules as unknown as Rulebook);
    return {
      hours: rules.hours,
      maxOpen: rules.maxOpen,
      spendMax: moneyValue(rules.spendMax, door.group.currency),
      load: await this.store.load(this.database.reads, door.group.id, actor.personId!),
    };
  }

  async groupOf(actor: Actor, id: string): Promise<string | null> {
    return isId(id) ? this.store.groupOf(this.database.reads, actor, id) : null;
  }

  private rights(actor: Actor, page: NoticePage, standing: GroupStanding | null): NoticeRights {
    const author = page.authorId === actor.personId;
    const doer = page.doerId !== null && page.doerId === actor.personId;
    const mine = page.objections.some((one) => one.mine && !one.withdrawn && one.textVersion === page.textVersion);
    const may = (step: NoticeStep, operation: Operation, own: boolean): boolean =>
      noticeAfter(page.status as NoticeStatusOf, step) !== null &&
      this.policy.allows(actor, operation, { own }, standing);
    return {
      object: page.isOpen && !mine && may('object', 'notice.object', author),
      takeBackObjection: mine && may('settle', 'notice.objection.withdraw', true),
      change: may('change', 'notice.change', author),
      withdraw: may('withdraw', page.status === 'free' ? 'notice.clear' : 'notice.withdraw', author),
      raise: may('raise', 'notice.raise', author),
      take: page.needsSomeone && may('take', 'notice.take', false),
      handBack: may('handBack', 'notice.handBack', doer),
      complete: may('done', 'notice.complete', doer),
      comment: this.policy.allows(actor, 'comment.create', { case: 'member-parent' }, standing),
    };
  }
}

type NoticeStatusOf = Parameters<typeof noticeAfter>[0];

const amountOf = ({ amount, currency }: { amount: string | null; currency: string | null }): NoticeCard['amount'] =>
  amount !== null && currency !== null ? moneyValue(amount, currency) : null;

export const toCard = (card: NoticeCardJson): NoticeCard => ({ ...card, amount: amountOf(card) });
