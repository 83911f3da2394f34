import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type BankFileFault, bankFile, bankList, type BankTransfer, epcText, explain } from '#libs/money';
import type { Actor } from '../../../platform/actor.ts';
import { Database } from '../../../platform/database/database.ts';
import {
  type Connection,
  cursorOf,
  readCursor,
  readFirst,
  toConnection,
} from '../../../platform/graphql/connection.ts';
import { Conflict, NotFound } from '../../../platform/graphql/errors.ts';
import { moneyValue } from '../../../platform/graphql/money.type.ts';
import { Policy } from '../../../platform/policy/policy.service.ts';
import { say, type Words } from '../../../platform/words/words.ts';
import { DeskDoor } from '../../desk/desk-door.service.ts';
import { hintsOf, owedOf } from '../../expenses/expense-view.ts';
import { approvalFacts, rulesOf } from '../../expenses/spending-rules.ts';
import { reasonOf } from '../../ledger/money-faults.ts';
import type { PayoutDetail } from '../payout-fields.ts';
import { PayoutSeals } from '../payout-seals.service.ts';
import type { Payable, PaymentBatch, PaymentBatchCard, PreparedPayment } from './batches.graphql.ts';
import { type BatchJson, BatchesStore, type PayableJson, type PreparedJson } from './batches.store.ts';
import { BankAccounts, toBankAccount } from './bank-accounts.service.ts';

interface ListAsked {
  readonly handle: string;
  readonly first?: number | undefined;
  readonly after?: string | undefined;
}

const DAY = 86_400_000;

/** What is to be paid, and what was prepared, as the treasurer's pages and the bank read it. */
@Injectable()
export class BatchPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly door: DeskDoor,
    private readonly store: BatchesStore,
    private readonly accounts: BankAccounts,
    private readonly seals: PayoutSeals,
  ) {}

  async payables(actor: Actor, { handle, ...of }: ListAsked): Promise<Connection<Payable> | null> {
    const first = readFirst(of.first);
    const after = readCursor(of.after);
    const found = await this.door.read(actor, handle, (db) => this.store.payables(db, actor, { handle, first, after }));
    if (!found) return null;
    const { nodes, pageInfo } = toConnection(found, first, ({ page }) =>
      cursorOf(new Date(page.approved_at!), page.id),
    );
    return { nodes: nodes.map((one) => payableOf(actor, one)), pageInfo };
  }

  async batches(actor: Actor, { handle, ...of }: ListAsked): Promise<Connection<PaymentBatchCard> | null> {
    const first = readFirst(of.first);
    const after = readCursor(of.after);
    const found = await this.door.read(actor, handle, (db) => this.store.cards(db, actor, { handle, first, after }));
    if (!found) return null;
    const cards = found.map(({ total, currency, ...card }) => ({ ...card, total: moneyValue(total, currency) }));
    return toConnection(cards, first, (card) => cursorOf(card.madeAt, card.id));
  }

  bankAccounts(actor: Actor, handle: string) {
    return this.door.read(actor, handle, (db) => this.accounts.of(db, actor, handle));
  }

  async batch(actor: Actor, id: string): Promise<PaymentBatch | null> {
    const found = await this.read(this.database.reads, actor, id);
    if (!found) return null;
    const payments = found.payments.map((one) => this.prepared(one, found.account.currency));
    const file = this.fileOf(found);
    return {
      id: found.id,
      madeAt: found.madeAt,
      madeByName: found.madeByName,
      account: toBankAccount(found.account),
      payments,
      hasFile: file.ok,
      whyNoFile: file.ok ? null : whyNoFile(file.fault),
      receipts: found.receipts,
    };
  }

  /** The open transfers of a batch, as a file for the bank or as a list. Throws NOT_FOUND, or CONFLICT saying what is missing. */
  async download(actor: Actor, id: string, format: 'xml' | 'csv'): Promise<string> {
    const found = await this.read(this.database.reads, actor, id);
    if (!found) throw new NotFound();
    if (format === 'csv') return bankList(this.transfers(found));
    const file = this.fileOf(found);
    if (!file.ok) throw new Conflict(whyNoFile(file.fault));
    return file.text;
  }

  /** Whether somebody may open what shows the payments of a batch. */
  async mayRead(db: EntityManager, actor: Actor, id: string): Promise<boolean> {
    return (await this.read(db, actor, id)) !== null;
  }

  /** Accounts of others leave for whoever holds the duty alone. */
  private async read(db: EntityManager, actor: Actor, id: string): Promise<BatchJson | null> {
    const found = await this.store.batch(db, actor, id);
    if (!found) return null;
    const may = await this.policy.may(db, actor, 'expense.payout.read', { groupId: found.groupId });
    return may ? found : null;
  }

  private payoutOf({ id, payout }: PreparedJson): PayoutDetail | null {
    if (!payout) return null;
    const { keptId, isVendor, sealed } = payout;
    if (keptId === null) return this.seals.open('expense', id, sealed);
    return this.seals.open(isVendor ? 'vendor' : 'person', keptId, sealed);
  }

  private prepared(one: PreparedJson, currency: string): PreparedPayment {
    const payout = this.payoutOf(one);
    const transfer = payout?.way === 'IBAN' && currency === 'EUR' ? transferOf(one, payout) : null;
    const code = transfer && epcText({ ...transfer, text: `${transfer.reference} ${transfer.text}` });
    return {
      id: one.id,
      number: one.number,
      title: one.title,
      payeeName: one.payeeName,
      amount: moneyValue(one.minor, currency),
      state: one.state,
      payout,
      saidSince: Boolean(one.payout?.keptId),
      code: code?.ok ? code.text : null,
      stopped: one.onHold && one.state === 'OPEN' ? say`It is on hold. It can be paid once it is released.` : null,
      paidOn: one.paidOn,
      confirmed: one.confirmed,
    };
  }

  /** Those that a bank can still be asked for: in euro, to an account, not paid yet and not on hold. */
  private transfers({ account, payments }: BatchJson): BankTransfer[] {
    if (account.currency !== 'EUR') return [];
    return payments.flatMap((one) => {
      const payout = one.state === 'OPEN' && !one.onHold ? this.payoutOf(one) : null;
      return payout?.way === 'IBAN' ? [transferOf(one, payout)] : [];
    });
  }

  private fileOf(batch: BatchJson) {
    const { account, id, madeAt, today } = batch;
    return bankFile({
      id: `FM-${madeAt.slice(0, 10).replaceAll('-', '')}-${id.replaceAll('-', '').slice(-12)}`,
      createdAt: madeAt,
      executeOn: today,
      payer: { name: account.name, iban: account.iban, ...(account.bic ? { bic: account.bic } : {}) },
      transfers: this.transfers(batch),
    });
  }
}

function payableOf(actor: Actor, { page, saidSince, batchId, preparedAt }: PayableJson): Payable {
  const duties = page.holders.find(({ personId }) => personId === actor.personId)?.duties ?? [];
  const { whyNotPay } = explain(rulesOf(page), approvalFacts(page), { personId: actor.personId ?? '', duties });
  const abroad = page.foreign_currency ? moneyValue(page.foreign_total!, page.foreign_currency) : null;
  return {
    id: page.id,
    number: page.number,
    title: page.title,
    payeeName: page.payee_name,
    owed: moneyValue(owedOf(page), page.currency),
    abroad,
    age: Math.floor((page.now - page.approved_at!) / DAY),
    approvedBy: page.approvals.map(({ name }) => name),
    proposalId: page.proposal?.id ?? null,
    proposalTitle: page.proposal?.title ?? null,
    payoutWay: page.payout_way,
    saidSince,
    whyNotPay: whyNotPay && reasonOf(whyNotPay, page.currency),
    warnings: hintsOf(page),
    batchId,
    preparedAt,
  };
}

const transferOf = ({ number, title, minor }: PreparedJson, { name, iban }: PayoutDetail): BankTransfer => ({
  reference: `X-${number}`,
  name,
  iban,
  minor: BigInt(minor),
  text: [...title].slice(0, 60).join(''),
});

function whyNoFile({ field, transfer }: BankFileFault): Words {
  if (field === 'nothing-to-pay') return say`There is no transfer in euro to an account left here.`;
  if (transfer === 0) return say`Say first which number the account of the group has.`;
  return say`The bank would not take payment ${transfer} of it. Pay it by itself.`;
}
