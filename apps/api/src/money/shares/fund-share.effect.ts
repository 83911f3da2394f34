import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sharePostings } from '#libs/money';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../../decisions/index.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { requiredName } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { readAmount } from '../contributions/gift-fields.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { fundShort } from '../lines/budget-lines.service.ts';
import { SHARES_ACCOUNT } from './shares.store.ts';

interface OtherGroup {
  id: string;
  name: string;
  handle: string;
  visibility: string;
}

/** A decision gives money of a fund to another group on this server: an entry in each book, in one transaction, with the same `refs.transfer`. */
@Injectable()
export class FundShareEffect implements EffectExecutor {
  readonly locks = 'book';

  constructor(
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const other = await this.named(db, input.toGroup ?? '');
    if (!other) throw new BadInput(field('toGroup'), 'There is no group with this address here.');
    if (other.id === groupId)
      throw new BadInput(field('toGroup'), 'Choose another group than this one; between its own funds money is moved.');
    if (!input.amount) throw new BadInput(field('amount'), 'Say how much.');
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, input.fundId ?? null);
    if (!fund) throw new BadInput(field('fundId'), 'This fund is not there any more. Choose another.');
    const amount = { minor: BigInt(String(input.amount.minor)), currency: input.amount.currency };
    const minor = readAmount(amount, fund.currency, field('amount'));
    const label = requiredName(field('title'), input.title ?? '', { what: 'What it is for', max: 80 });
    if (fund.restricted)
      throw new BadInput(
        field('fundId'),
        'This money was given for a purpose: only budget lines of its own fund spend it.',
      );
    const there = await this.fundThere(db, other.id);
    if (there?.currency !== fund.currency)
      throw new BadInput(field('toGroup'), 'The other group keeps its money in another currency.');
    return {
      label,
      minor: minor.toString(),
      currency: fund.currency,
      fundId: fund.id,
      fundName: fund.name,
      fundKind: fund.kind,
      toGroupId: other.id,
      toGroupName: other.name,
      toGroupHandle: other.handle,
    };
  }

  async refusal(db: EntityManager, { groupId, payload }: EffectSubject): Promise<EffectRefused | null> {
    const book = await this.books.ofGroup(db, groupId);
    const fund = await this.books.findFund(db, book.id, String(payload['fundId']));
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const other = await this.byId(db, payload);
    const there = other && (await this.fundThere(db, other.id));
    if (!there) return new EffectRefused('GROUP_GONE', 'The other group is not there any more.');
    if (there.currency !== fund.currency)
      return new EffectRefused('OTHER_CURRENCY', 'The other group keeps its money in another currency.');
    const available = await this.books.available(db, fund.account_id);
    return available < BigInt(String(payload['minor'])) ? fundShort(fund, available) : null;
  }

  /** The other group goes without its name to who may not know of it: it became secret after it was chosen. */
  async shows(db: EntityManager, { payload }: EffectSubject, viewer: string | null): Promise<Payload> {
    const hidden = await row(
      db,
      `SELECT 1 FROM folk_group g WHERE g.id = $1 AND g.visibility = 'secret' AND NOT coalesce(is_member(g.id, $2), false)`,
      [String(payload['toGroupId']), viewer],
    );
    return hidden ? { toGroupName: null, toGroupHandle: null } : {};
  }

  /** Both books in the order of their ids, so that two groups which give to each other at once wait and never lock each other out. */
  async lock(tx: EntityManager, { groupId, payload }: EffectCall): Promise<void> {
    const books = [await this.books.ofGroup(tx, groupId), await this.books.ofGroup(tx, String(payload['toGroupId']))];
    for (const id of books.map((book) => book.id).toSorted()) await this.books.lock(tx, id);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const { groupId, payload, proposalId, index } = call;
    const other = (await this.byId(tx, payload))!;
    const own = (await row<OtherGroup>(tx, 'SELECT id, name, handle, visibility FROM folk_group WHERE id = $1', [
      groupId,
    ]))!;
    const minor = BigInt(String(payload['minor']));
    const transfer = newId();
    const of = { minor, transfer, key: `decision:${proposalId}:${index}` };
    const authority = { kind: 'DECISION' as const, id: proposalId };
    const fundId = String(payload['fundId']);
    const label = String(payload['label']);
    const entryId = await this.post(tx, groupId, {
      ...of,
      out: true,
      authority,
      fundId,
      text: textOf(other, label),
    });
    const system = { kind: 'SYSTEM' as const, id: null };
    const receivedId = await this.post(tx, other.id, {
      ...of,
      out: false,
      authority: system,
      fundId: null,
      text: textOf(own, label),
    });
    await this.told(tx, { group: own, type: 'fund.shared', transfer, proposal: proposalId });
    await this.told(tx, { group: other, type: 'fund.shareReceived', transfer });
    await this.outbox.announce(tx, {
      kind: 'FundShared',
      groupId: other.id,
      payload: {
        from: shownName(own),
        minor: minor.toString(),
        currency: payload['currency'],
        purpose: label,
        entryId: receivedId,
      },
      topics: [`group:${other.id}`, `group:${groupId}`],
    });
    return entryId;
  }

  private async post(
    tx: EntityManager,
    groupId: string,
    of: {
      minor: bigint;
      transfer: string;
      key: string;
      out: boolean;
      fundId: string | null;
      text: string;
      authority: { kind: 'DECISION' | 'SYSTEM'; id: string | null };
    },
  ): Promise<string> {
    const book = await this.books.ofGroup(tx, groupId);
    const { account_id: fundAccountId, currency } = (await this.books.findFund(tx, book.id, of.fundId))!;
    const holdingId = await this.books.account(tx, {
      bookId: book.id,
      class: 'HOLDING',
      path: SHARES_ACCOUNT,
      currency,
    });
    return this.ledger.post(tx, {
      bookId: book.id,
      groupId,
      kind: 'FUND_SHARE',
      effectiveOn: await today(tx, groupId),
      authority: of.authority,
      actorId: (await this.books.personIn(tx, book.id, null)).ref,
      refs: { transfer: of.transfer },
      text: of.text,
      key: of.key,
      postings: sharePostings({ fundAccountId, holdingId, currency, minor: of.minor, out: of.out }),
    });
  }

  private async told(
    tx: EntityManager,
    { group, type, ...facts }: { group: OtherGroup; type: string; transfer: string; proposal?: string },
  ): Promise<void> {
    await this.log.append(tx, { chainId: group.id, type, actorId: null, facts: { ...facts } });
  }

  /** A group that anybody may know of, by its handle. */
  private named(db: EntityManager, handle: string): Promise<OtherGroup | null> {
    return row(
      db,
      `SELECT id, name, handle, visibility FROM folk_group WHERE handle = $1 AND archived_at IS NULL AND visibility <> 'secret'`,
      [handle.trim().toLowerCase()],
    );
  }

  private byId(db: EntityManager, payload: Payload): Promise<OtherGroup | null> {
    return row(db, 'SELECT id, name, handle, visibility FROM folk_group WHERE id = $1 AND archived_at IS NULL', [
      String(payload['toGroupId']),
    ]);
  }

  private async fundThere(db: EntityManager, groupId: string): Promise<{ currency: string } | null> {
    return this.books.findFund(db, (await this.books.ofGroup(db, groupId)).id, null);
  }
}

/** What the other side is told of a group: one that is secret stays so, even where it was known when it was chosen. */
const shownName = ({ name, visibility }: OtherGroup): string | null => (visibility === 'secret' ? null : name);
function textOf(group: OtherGroup, label: string): string {
  const name = shownName(group);
  return name === null ? label : `${name}: ${label}`;
}
