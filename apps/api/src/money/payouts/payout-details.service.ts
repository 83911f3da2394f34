import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { checkedPayout, type PayoutDetail, type PayoutTyped } from './payout-fields.ts';
import { PayoutSeals } from './payout-seals.service.ts';

/** How an expense is paid, with the keyed mark that stands for it. */
export interface MarkedPayout {
  readonly detail: PayoutDetail;
  readonly mark: Buffer;
}

/** A person or a vendor who is paid. */
export interface Payee {
  readonly payee_id: string | null;
  readonly vendor_id: string | null;
}

interface Kept {
  id: string;
  way: PayoutDetail['way'];
  sealed: Buffer;
  mark: Buffer;
}

const unsettled = `state IN ('SUBMITTED', 'RETURNED', 'APPROVED', 'PARTLY_PAID')`;
const long = `clock_now() - interval '90 days'`;

/** How people and vendors are paid: typed once, held fast by each expense that is handed in, gone 90 days after the last is settled. */
@Injectable()
export class PayoutDetails implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly seals: PayoutSeals,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.rows('accounts that expenses were paid to', {
      table: 'expense_payout',
      where: `typed_at < ${long} AND NOT EXISTS (SELECT FROM expense x WHERE x.id = expense_payout.expense_id AND (x.${unsettled} OR x.paid_at >= ${long}))`,
    });
    this.retention.rows('accounts that people and vendors are paid to', {
      table: 'payout_detail',
      where: `typed_at < ${long} AND NOT EXISTS (SELECT FROM expense x WHERE (x.payee_id = payout_detail.person_id OR x.vendor_id = payout_detail.vendor_id) AND (x.${unsettled} OR x.paid_at >= ${long}))`,
    });
  }

  /** How I am paid, or null while nothing is kept. */
  async mine(actor: Actor): Promise<PayoutDetail | null> {
    await this.policy.require(this.database.reads, actor, 'person.private.read', { own: actor.personId !== null });
    const kept = await this.kept(this.database.reads, { payee_id: actor.personId, vendor_id: null });
    return kept && this.seals.open('person', kept.id, kept.sealed);
  }

  /** Keeps how I am paid from now on, or forgets it. What was handed in before keeps its own. */
  async setMine(actor: Actor, typed: PayoutTyped | null): Promise<void> {
    await this.policy.require(this.database.reads, actor, 'person.update', { own: actor.personId !== null });
    const detail = typed && checkedPayout(typed);
    await this.database.transaction(async (tx) => {
      const payee = { payee_id: actor.personId, vendor_id: null };
      if (detail) await this.keep(tx, payee, detail);
      else await rows(tx, 'DELETE FROM payout_detail WHERE person_id = $1', [actor.personId]);
    });
  }

  /**
   * How the payee of an expense is paid, from what its author types, who may do so for themselves and for vendors, else from what is kept of
   * the payee. What is typed is kept for the next time.
   */
  async forSubmission(
    tx: EntityManager,
    actor: Actor,
    payee: Payee,
    typed: PayoutTyped | null,
  ): Promise<MarkedPayout | null> {
    if (typed && (payee.vendor_id !== null || payee.payee_id === actor.personId)) {
      const detail = checkedPayout(typed);
      return { detail, mark: await this.keep(tx, payee, detail) };
    }
    const kept = await this.kept(tx, payee);
    const detail = kept && this.seals.open(kindOf(payee), kept.id, kept.sealed);
    return kept && detail ? { detail, mark: kept.mark } : null;
  }

  /** Holds it fast for an expense that was just handed in, in place of what an earlier revision held. */
  async freeze(tx: EntityManager, expenseId: string, payout: MarkedPayout | null): Promise<void> {
    await rows(tx, 'DELETE FROM expense_payout WHERE expense_id = $1', [expenseId]);
    if (!payout) return;
    const { detail, mark } = payout;
    const sealed = await this.seals.seal(tx, 'expense', { id: expenseId, detail });
    await rows(tx, 'INSERT INTO expense_payout (expense_id, way, sealed, mark) VALUES ($1, $2, $3, $4)', [
      expenseId,
      detail.way,
      sealed,
      mark,
    ]);
  }

  private async kept(db: EntityManager, { payee_id, vendor_id }: Payee): Promise<Kept | null> {
    return row<Kept>(
      db,
      'SELECT id, way, sealed, mark FROM payout_detail WHERE person_id = $1::uuid OR vendor_id = $2::uuid',
      [payee_id, vendor_id],
    );
  }

  private async keep(tx: EntityManager, payee: Payee, detail: PayoutDetail): Promise<Buffer> {
    const id = (await this.kept(tx, payee))?.id ?? newId();
    const sealed = await this.seals.seal(tx, kindOf(payee), { id, detail });
    const mark = await this.seals.mark(tx, detail);
    await rows(tx, 'DELETE FROM payout_detail WHERE person_id = $1::uuid OR vendor_id = $2::uuid', [
      payee.payee_id,
      payee.vendor_id,
    ]);
    await rows(
      tx,
      'INSERT INTO payout_detail (id, person_id, vendor_id, way, sealed, mark) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, payee.payee_id, payee.vendor_id, detail.way, sealed, mark],
    );
    return mark;
  }
}

/** What stands for it in the hash of what is approved. */
export const markOf = (payout: MarkedPayout | null): string | null => payout?.mark.toString('hex') ?? null;

const kindOf = ({ vendor_id }: Payee): 'person' | 'vendor' => (vendor_id === null ? 'person' : 'vendor');
