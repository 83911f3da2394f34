import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contributionDue } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId, newId } from '../../platform/ids.ts';
import { say } from '../../platform/words/words.ts';
import { type ContributionRow, ContributionsStore, factsOf } from '../contributions/contributions.store.ts';
import { GiftSides } from '../contributions/gift-sides.service.ts';
import type { CardPayment } from './cards.graphql.ts';
import { CardsDoor } from './cards-door.ts';
import { type CheckoutOrder, ProcessorFault } from './processor.port.ts';

interface Begun extends CheckoutOrder {
  readonly isNew: boolean;
}

/** Sending somebody to the processor, and what they see when they come back. */
@Injectable()
export class CardCheckouts {
  constructor(
    private readonly door: CardsDoor,
    private readonly sides: GiftSides,
    private readonly store: ContributionsStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Begins to pay what is due of a contribution. Its giver may, and whoever may give where it has no account behind it. Asked twice it is the same
   * checkout, so that nobody pays twice.
   */
  async begin(actor: Actor, contributionId: string): Promise<CardPayment> {
    const order = await this.sides.database.transaction((tx) => this.ordered(tx, actor, contributionId));
    if (order.isNew) await this.send(order);
    return (await this.of(order.id))!;
  }

  /** A checkout by its id, which only who was sent there knows. */
  async of(id: string): Promise<CardPayment | null> {
    if (!isId(id)) return null;
    const found = await row<{
      id: string;
      state: CardPayment['state'];
      url: string | null;
      minor: string;
      currency: string;
      number: number;
      name: string;
    }>(
      this.sides.database.reads,
      `SELECT k.id, k.state, CASE WHEN k.state = 'OPEN' THEN k.url END AS url, k.minor::text AS minor, k.currency, c.number, g.name
       FROM card_checkout k JOIN contribution c ON c.id = k.contribution_id JOIN book b ON b.id = c.book_id JOIN folk_group g ON g.id = b.group_id WHERE k.id = $1`,
      [id],
    );
    if (!found) return null;
    const { minor, currency, number, name, ...rest } = found;
    return { ...rest, amount: moneyValue(minor, currency), reference: `C-${number}`, groupName: name };
  }

  private async ordered(tx: EntityManager, actor: Actor, contributionId: string): Promise<Begun> {
    const contribution = await this.store.hold(tx, contributionId);
    await this.mayPay(tx, actor, contribution);
    const { currency } = contribution;
    const due = contributionDue(factsOf(contribution));
    if (due <= 0n) throw new Conflict('Nothing is waited for here any more.');
    const group = (await row<{ handle: string; name: string; email: string | null; locale: string }>(
      tx,
      'SELECT g.handle, g.name, c.email, c.locale FROM contribution c JOIN folk_group g ON g.id = $2 WHERE c.id = $1',
      [contribution.id, contribution.group_id],
    ))!;
    if (!this.door.takes(group.handle, currency)) throw new Conflict('Cards are not taken here.');
    const open = await row<{ id: string; state: string }>(
      tx,
      `SELECT id, state FROM card_checkout WHERE contribution_id = $1 AND state IN ('BEGUN', 'OPEN') AND minor = $2 AND created_at > clock_now() - interval '20 hours' ORDER BY created_at DESC LIMIT 1`,
      [contribution.id, due.toString()],
    );
    const id = open?.id ?? newId();
    if (!open)
      await rows(
        tx,
        'INSERT INTO card_checkout (id, contribution_id, currency, minor, begun_by) VALUES ($1, $2, $3, $4, $5)',
        [id, contribution.id, currency, due.toString(), actor.personId],
      );
    const back = `${this.config.baseUrl}/g/${group.handle}/gifts?card=${id}`;
    return {
      id,
      minor: due,
      currency,
      title: `${group.name} · C-${contribution.number}`,
      returnUrl: back,
      cancelUrl: `${back}&back=1`,
      locale: actor.locale,
      email: contribution.person_id ? null : group.email,
      isNew: open?.state !== 'OPEN',
    };
  }

  private async mayPay(tx: EntityManager, actor: Actor, contribution: ContributionRow): Promise<void> {
    const { group_id: groupId, person_id: personId } = contribution;
    if (personId !== null) await this.sides.mayKnow(tx, actor, contribution);
    const own = personId !== null && personId === actor.personId;
    await this.sides.policy.require(tx, actor, 'contribution.pay', { groupId, own });
  }

  private async send(order: CheckoutOrder): Promise<void> {
    try {
      const { session, url } = await this.door.processor!.begin(order);
      if (!/^https?:\/\//.test(url)) throw new ProcessorFault('The processor names no address.', true);
      await rows(
        this.sides.database.reads,
        `UPDATE card_checkout SET state = 'OPEN', session = $2, url = $3 WHERE id = $1 AND state = 'BEGUN'`,
        [order.id, session, url],
      );
    } catch (error) {
      if (!(error instanceof ProcessorFault)) throw error;
      throw new Conflict(
        say`The card service does not answer. Nothing was taken: try again in a moment, or send a transfer.`,
      );
    }
  }
}
