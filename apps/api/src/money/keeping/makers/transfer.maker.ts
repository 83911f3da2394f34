import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { transferPostings } from '#libs/money';
import { Rulebooks } from '../../../groups/index.ts';
import { BadInput, Conflict } from '../../../platform/graphql/errors.ts';
import { say } from '../../../platform/words/words.ts';
import { BooksStore } from '../../ledger/books.store.ts';
import { passedDecision } from '../../ledger/decisions.ts';
import type { NewEntry } from '../../ledger/ledger.service.ts';
import { SharesStore } from '../../shares/shares.store.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';
import { KeepFacts } from '../keep-facts.service.ts';
import type { Amount } from './amounts.ts';

export interface TransferCommand {
  readonly [key: string]: unknown;
  readonly fromFundId: string | null;
  readonly toFundId: string | null;
  readonly amount: Amount;
  /** The number of the decision that allows it, "D-12" or "12"; empty where the spending rules do. */
  readonly decision: string;
  /** The entry by which the money came from another group, where this puts it somewhere. */
  readonly shareId?: string | null;
  readonly on: string | null;
  readonly note: string;
}

/** Money of one purse becomes that of another: by the spending rules up to what may be spent without a decision, above by one that has passed. */
@Injectable()
export class TransferMaker implements EntryMaker {
  readonly operation = 'fund.transfer';

  constructor(
    private readonly facts: KeepFacts,
    private readonly books: BooksStore,
    private readonly rulebooks: Rulebooks,
    private readonly shares: SharesStore,
  ) {}

  async make(tx: EntityManager, of: KeepContext, command: TransferCommand): Promise<EntryDraft> {
    const from = await this.facts.fund(tx, of, { id: command.fromFundId, field: 'fromFundId' });
    const to = await this.facts.fund(tx, of, { id: command.toFundId, field: 'toFundId', orShortfall: true });
    if (from.id === to.id) throw new BadInput('toFundId', 'Choose another fund than the one it leaves.');
    if (from.currency !== to.currency)
      throw new BadInput('toFundId', 'The two are kept in different currencies. Change the money instead.');
    const { currency } = from;
    const minor = this.facts.amount(command.amount, currency);
    const available = await this.books.available(tx, from.account_id);
    const has = { minor: available, currency };
    if (available < minor) throw new BadInput('amount', say`The fund ${from.name} has ${has} available.`);
    if (command.shareId && !(await this.shares.isOpen(tx, of.bookId, command.shareId)))
      throw new Conflict('Somebody has put what the other group gave somewhere already. Reload the page.');
    return {
      kind: to.kind === 'general' ? 'RELEASE' : 'ALLOCATION',
      effectiveOn: this.facts.day(of, command.on),
      authority: await this.authority(tx, of, { minor, currency, decision: command.decision }),
      text: command.note || `${from.name} → ${to.name}`,
      postings: transferPostings({ fromId: from.account_id, toId: to.account_id, currency, minor }),
    };
  }

  async beside(
    tx: EntityManager,
    { personId }: KeepContext,
    { command: { shareId }, entryId }: { command: TransferCommand; entryId: string | null },
  ): Promise<void> {
    if (shareId) await this.shares.seen(tx, { entryId: shareId, personId, putEntryId: entryId });
  }

  private async authority(
    tx: EntityManager,
    { groupId, currency: own }: KeepContext,
    of: { minor: bigint; currency: string; decision: string },
  ): Promise<NewEntry['authority']> {
    if (of.decision !== '') return { kind: 'DECISION', id: await passedDecision(tx, groupId, of.decision) };
    const { id, rules } = await this.rulebooks.of(tx, groupId);
    const { spending } = rules as Rulebook;
    const bands = of.currency === own ? spending.bands : (spending.currencies?.[of.currency] ?? []);
    const most = { minor: BigInt(bands.at(-1)?.upTo ?? '0'), currency: of.currency };
    if (of.minor > most.minor)
      throw new BadInput('decision', say`Above ${most} a decision of the group is needed. Name the one that passed.`);
    return { kind: 'RULE', id };
  }
}
