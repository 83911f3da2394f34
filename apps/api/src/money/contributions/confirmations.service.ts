import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contributionDue, ibanOf, isIban } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { isId, newId } from '../../platform/ids.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { Arrivals } from './arrivals.service.ts';
import { ContributionsStore, factsOf } from './contributions.store.ts';
import { readAmount } from './gift-fields.ts';
import { GiftSides } from './gift-sides.service.ts';
import type { ConfirmContributionInput, RecordGrantInput } from './gifts.graphql.ts';

/** Days between two reminders of the same promise. */
const REMIND_DAYS = 3;

/** What the treasurer does with promises: confirms that they came, reminds, mails a receipt again, takes in a grant. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly sides: GiftSides,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly arrivals: Arrivals,
  ) {}

  /** Confirms what came. Left out: what its giver says to have given, else all that is due; today; from where they say. */
  async confirm(actor: Actor, input: ConfirmContributionInput): Promise<void> {
    const evidence = longText('evidence', input.evidence, { what: 'The note', max: 200 });
    await this.sides.database.transaction(async (tx) => {
      const contribution = await this.store.hold(tx, input.id);
      await this.sides.mayKnow(tx, actor, contribution);
      await this.sides.policy.require(tx, actor, 'contribution.record', { groupId: contribution.group_id });
      const call = { actorKey: actor.personId ?? '', clientKey: input.idempotencyKey, request: input };
      await this.sides.idempotency.once(tx, call, async () => {
        if (input.category) await this.store.comesUnder(tx, contribution, input.category);
        const said = (
          await rows<{ minor: string | null; how: string | null }>(
            tx,
            'SELECT said_minor::text AS minor, said_how AS how FROM contribution WHERE id = $1',
            [contribution.id],
          )
        )[0]!;
        const due = contributionDue(factsOf(contribution));
        const minor = input.amount
          ? readAmount(input.amount, contribution.currency)
          : said.minor
            ? BigInt(said.minor)
            : due;
        const isCash = (input.heldIn ?? (said.how === 'cash' ? 'cash' : 'bank')) === 'cash';
        const { book_id: bookId, currency } = contribution;
        return this.arrivals.received(tx, {
          contributionId: contribution.id,
          minor,
          day: input.receivedOn ?? (await today(tx, contribution.group_id)),
          holding: await this.books.account(tx, {
            bookId,
            class: 'HOLDING',
            path: isCash ? 'assets:cash:till' : 'assets:bank:main',
            currency,
          }),
          key: `p:${actor.personId}:${input.idempotencyKey}`,
          actor,
          evidence,
        });
      });
    });
  }

  /** Says that what its giver said has not come: the promise stands as before. */
  async missing(actor: Actor, id: string): Promise<void> {
    await this.step(actor, id, async (tx) => {
      await rows(
        tx,
        'UPDATE contribution SET said_minor = NULL, said_how = NULL, said_at = NULL, said_by = NULL, version = version + 1, updated_at = clock_now() WHERE id = $1',
        [id],
      );
    });
  }

  /** Mails the giver what is still due and how to give it, once in three days at most. */
  async remind(actor: Actor, id: string): Promise<void> {
    await this.step(actor, id, async (tx, groupId) => {
      await this.sides.policy.require(tx, actor, 'contribution.remind', { groupId });
      if (contributionDue(factsOf(await this.store.find(tx, id))) <= 0n)
        throw new Conflict('Nothing is waited for here any more.');
      const asked = await rows(
        tx,
        `UPDATE contribution SET reminded_at = clock_now() WHERE id = $1 AND (reminded_at IS NULL OR reminded_at < clock_now() - $2 * interval '1 day') RETURNING 1`,
        [id, REMIND_DAYS],
      );
      if (asked.length === 0) throw new Conflict('They were reminded in the last days. Give them some time.');
      await this.sides.happened(tx, { kind: 'ContributionReminder', groupId, payload: { contributionId: id } });
    });
  }

  /** Mails the receipts of a contribution again. */
  async mailAgain(actor: Actor, id: string): Promise<void> {
    await this.step(actor, id, async (tx, groupId) => {
      const found = await rows<{ entry_id: string }>(
        tx,
        'SELECT entry_id FROM contribution_receipt WHERE contribution_id = $1 ORDER BY n',
        [id],
      );
      if (found.length === 0) throw new Conflict('Nothing has come yet, so there is no receipt.');
      for (const { entry_id: entryId } of found)
        await this.sides.happened(tx, {
          kind: 'ReceiptAskedAgain',
          groupId,
          payload: { contributionId: id, entryId },
        });
    });
  }

  /** Takes in money with a purpose: a fund of its own with the giver's name, and the grant in it, promised or arrived. Returns the contribution. */
  async grant(actor: Actor, input: RecordGrantInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const name = requiredName('name', input.name, { what: 'The name', max: 80 });
    const purpose = requiredName('purpose', input.purpose, { what: 'What it is for', max: 300 });
    const giver = requiredName('giver', input.giver, { what: 'The name of the giver', max: 120 });
    return this.sides.database.transaction(async (tx) => {
      await this.sides.policy.require(tx, actor, 'contribution.record', { groupId: input.groupId });
      const book = await this.books.ofGroup(tx, input.groupId);
      await this.books.lock(tx, book.id);
      const call = { actorKey: actor.personId ?? '', clientKey: input.idempotencyKey, request: input };
      return this.sides.idempotency.once(tx, call, async () => {
        const minor = readAmount(input.amount, book.currency);
        const fundId = await this.books.fund(tx, {
          bookId: book.id,
          kind: 'project',
          name,
          eventId: null,
          slug: `grant-${newId()}`,
          currency: book.currency,
        });
        await rows(tx, 'UPDATE fund SET purpose = $2, giver = $3, restricted = true WHERE id = $1', [
          fundId,
          purpose,
          giver,
        ]);
        const { id, number } = await this.store.add(tx, {
          bookId: book.id,
          kind: 'grant',
          fundId,
          category: input.category,
          currency: book.currency,
          pledged: minor,
          giver,
          purpose,
          locale: actor.locale,
        });
        await this.sides.log.append(tx, {
          chainId: input.groupId,
          type: 'fund.opened',
          actorId: actor.personId,
          facts: { fund: fundId, grant: number },
        });
        if (input.receivedOn)
          await this.arrivals.received(tx, {
            contributionId: id,
            minor,
            day: input.receivedOn,
            key: `p:${actor.personId}:${input.idempotencyKey}`,
            actor,
            evidence: '',
          });
        await this.sides.changed(tx, input.groupId, null);
        return id;
      });
    });
  }

  /** Where transfers go to: name and number of the account that givers see; an empty number takes it away. */
  async bank(actor: Actor, of: { groupId: string; name: string; iban: string }): Promise<void> {
    if (!isId(of.groupId)) throw new NotFound();
    const iban = readIban(of.iban);
    const name = iban === null ? '' : requiredName('name', of.name, { what: 'The name of the account', max: 70 });
    await this.sides.database.transaction(async (tx) => {
      await this.sides.policy.require(tx, actor, 'bank.update', { groupId: of.groupId });
      const book = await this.books.ofGroup(tx, of.groupId);
      await this.books.lock(tx, book.id);
      if (iban === null)
        await rows(
          tx,
          'DELETE FROM bank_account WHERE account_id = (SELECT account_id FROM book_bank WHERE book_id = $1)',
          [book.id],
        );
      else
        await rows(
          tx,
          `INSERT INTO bank_account (account_id, name, iban) SELECT coalesce((SELECT k.account_id FROM book_bank k WHERE k.book_id = $1), a.id), $2, $3
           FROM ledger_account a WHERE a.book_id = $1 AND a.path = 'assets:bank:main' AND a.currency = $4 ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, iban = excluded.iban`,
          [book.id, name, iban, book.currency],
        );
      await this.sides.log.append(tx, {
        chainId: of.groupId,
        type: 'book.bankChanged',
        actorId: actor.personId,
        facts: {},
      });
      await this.sides.changed(tx, of.groupId, null);
    });
  }

  private async step(
    actor: Actor,
    id: string,
    work: (tx: EntityManager, groupId: string) => Promise<void>,
  ): Promise<void> {
    await this.sides.database.transaction(async (tx) => {
      const contribution = await this.store.hold(tx, id);
      await this.sides.mayKnow(tx, actor, contribution);
      await this.sides.policy.require(tx, actor, 'contribution.record', { groupId: contribution.group_id });
      await work(tx, contribution.group_id);
      await this.sides.changed(tx, contribution.group_id, contribution.person_id);
    });
  }
}

function readIban(typed: string): string | null {
  if (typed.trim() === '') return null;
  if (!isIban(typed))
    throw new BadInput('iban', 'This account number has a typing mistake: its check digits do not fit.');
  return ibanOf(typed);
}
