import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type CsvGuess,
  type CsvMap,
  guessCsvMap,
  ibanOf,
  isIban,
  lineKeys,
  openingGap,
  type Statement,
} from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { newOrderedId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { longText } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { readCsvMap } from './csv-map.ts';
import { csvRows, readStatementFile } from './statement-files.ts';
import { wordsOfFault } from './statement-words.ts';
import { type StatementAccount, StatementsStore } from './statements.store.ts';

export interface ImportAsked {
  readonly accountId: string;
  readonly bytes: Uint8Array;
  /** How the bank writes its CSV, as JSON; empty for what is kept of the account. */
  readonly csv: string;
  /** Why a statement is taken in though it does not continue the last one. */
  readonly reason: string;
}

/** What came of a file: how many lines, how many of them new; or, for a first CSV, its first rows with a guess of what is what. */
export type Imported =
  | { readonly lines: number; readonly fresh: number }
  | { readonly rows: readonly (readonly string[])[]; readonly delimiter: string; readonly guess: CsvGuess };

/** Takes in what the bank says. The file itself is not kept: its lines are, each once, whoever brings them how often. */
@Injectable()
export class StatementImports {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: StatementsStore,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Throws BAD_USER_INPUT naming `file`, `opening` or a part of the map, in words. */
  async take(actor: Actor, asked: ImportAsked): Promise<Imported> {
    const account = await this.store.account(this.database.reads, asked.accountId);
    if (!account) throw new NotFound();
    await this.policy.require(this.database.reads, actor, 'statement.import', { groupId: account.group_id });
    const reason = longText('reason', asked.reason, { what: 'The reason', max: 300 });
    const csv = csvRows(asked.bytes);
    if (csv && asked.csv === '' && !account.map && csv.rows.some((cells) => cells.length > 2))
      return { ...csv, guess: guessCsvMap(csv.rows) };
    const map = asked.csv === '' ? account.map : readCsvMap(asked.csv, account.currency);
    const statements = statementsIn(asked.bytes, map, account);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'statement.import', { groupId: account.group_id });
      await this.books.lock(tx, account.book_id);
      if (csv && map) await this.keepMap(tx, account.id, map);
      let [lines, fresh] = [0, 0];
      for (const statement of statements) {
        lines += statement.lines.length;
        fresh += await this.keep(tx, actor, { account, statement, reason });
      }
      if (fresh > 0) await this.told(tx, actor, account, fresh);
      return { lines, fresh };
    });
  }

  /** Keeps the lines that are new; a statement that brings none changes nothing. */
  private async keep(
    tx: EntityManager,
    actor: Actor,
    of: { account: StatementAccount; statement: Statement; reason: string },
  ): Promise<number> {
    const { account, statement, reason } = of;
    const moving = statement.lines.filter(({ minor }) => minor !== 0n);
    const keys = lineKeys(moving);
    const known = new Set(
      (
        await rows<{ key: string }>(tx, 'SELECT key FROM statement_line WHERE holding_id = $1 AND key = ANY($2)', [
          account.id,
          keys,
        ])
      ).map(({ key }) => key),
    );
    const fresh = moving.flatMap((line, at) => (known.has(keys[at]!) ? [] : [{ ...line, key: keys[at]! }]));
    if (fresh.length === 0) return 0;
    const days = moving.map(({ day }) => day).toSorted();
    const overlap = moving.reduce((sum, { minor }, at) => (known.has(keys[at]!) ? sum + minor : sum), 0n);
    const isBroken = await this.gap(tx, account, { statement, overlap, until: days.at(-1)!, reason });
    const id = newOrderedId();
    await rows(
      tx,
      'INSERT INTO bank_statement (id, book_id, holding_id, by_id, first_on, last_on, opening, closing, override_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [
        id,
        account.book_id,
        account.id,
        actor.personId,
        days[0],
        days.at(-1),
        statement.opening?.toString() ?? null,
        statement.closing?.toString() ?? null,
        isBroken ? reason : null,
      ],
    );
    const made = fresh.map((line) => ({ ...line, id: newOrderedId(), minor: line.minor.toString() }));
    await rows(
      tx,
      `INSERT INTO statement_line (id, statement_id, holding_id, key, booked_on, minor, reference, name, text)
       SELECT r.id, $1, $2, r.key, r.day, r.minor, left(r.reference, 140), left(r.name, 140), left(r.text, 1000) FROM jsonb_to_recordset($3::jsonb) r (id uuid, key text, day date, minor bigint, reference text, name text, text text)`,
      [id, account.id, JSON.stringify(made)],
    );
    return fresh.length;
  }

  /** Whether it leaves a gap to the statement before; refused without a reason. Lines that are known already are no gap. */
  private async gap(
    tx: EntityManager,
    account: StatementAccount,
    of: { statement: Statement; overlap: bigint; until: string; reason: string },
  ): Promise<boolean> {
    const last = await row<{ closing: string | null }>(
      tx,
      'SELECT closing::text AS closing FROM bank_statement WHERE holding_id = $1 AND last_on <= $2::date ORDER BY last_on DESC, imported_at DESC LIMIT 1',
      [account.id, of.until],
    );
    const gap = openingGap(of.statement, last?.closing ? BigInt(last.closing) - of.overlap : null);
    if (gap === null || gap === 0n) return false;
    if (of.reason !== '') return true;
    const money = (minor: bigint) => ({ minor, currency: account.currency });
    throw new BadInput(
      'opening',
      say`The statement begins with ${money(of.statement.opening!)}, but the last one ended with ${money(BigInt(last!.closing!))}: ${money(gap)} lie between. Import what is missing first, or say why it is right so.`,
      'GAP',
    );
  }

  private async keepMap(tx: EntityManager, accountId: string, map: CsvMap): Promise<void> {
    await rows(
      tx,
      'INSERT INTO statement_form (account_id, map) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET map = excluded.map',
      [accountId, JSON.stringify(map)],
    );
  }

  private async told(tx: EntityManager, actor: Actor, account: StatementAccount, fresh: number): Promise<void> {
    const { group_id: groupId, id } = account;
    await this.log.append(tx, {
      chainId: groupId,
      type: 'statement.imported',
      actorId: actor.personId,
      facts: { account: id, lines: fresh },
    });
    await this.outbox.announce(tx, {
      kind: 'StatementImported',
      groupId,
      payload: { accountId: id },
      topics: [`group:${groupId}`],
    });
  }
}

/** The statements of the account in a file, oldest first. */
function statementsIn(bytes: Uint8Array, map: CsvMap | null, account: StatementAccount): readonly Statement[] {
  const read = readStatementFile(bytes, map && { ...map, currency: account.currency });
  if (!read.ok) throw new BadInput('file', wordsOfFault(read.fault));
  const own = read.statements.filter(({ account: number, currency }) => {
    const isAnother = account.iban && isIban(number) && ibanOf(number) !== account.iban;
    return currency === account.currency && !isAnother;
  });
  const [first] = read.statements;
  if (own.length === 0)
    throw new BadInput(
      'file',
      first!.currency === account.currency
        ? say`This is the statement of another account: ${first!.account}.`
        : say`This is the statement of an account in ${first!.currency}. This account is kept in ${account.currency}.`,
    );
  const begins = ({ lines }: Statement): string => lines.map(({ day }) => day).toSorted()[0] ?? '';
  return own.toSorted((a, b) => begins(a).localeCompare(begins(b)));
}
