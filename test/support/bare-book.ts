import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { inject } from 'vitest';
import { digitsOf, type Journal } from '#libs/money';
import { migrations } from '../../apps/api/src/migrations/index.ts';
import { BooksStore } from '../../apps/api/src/money/ledger/books.store.ts';
import { LedgerService, type NewEntry, type NewPosting } from '../../apps/api/src/money/ledger/ledger.service.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { Database, openDatabase } from '../../apps/api/src/platform/database/database.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import { GroupLog } from '../../apps/api/src/platform/log/group-log.ts';
import type { engines } from './engines.ts';
import { freshDatabase } from './postgres.ts';

/** A migrated database with the one writer of the ledger and nothing of the product around it. */
export interface Ledger {
  readonly database: Database;
  readonly service: LedgerService;
  /** Where an embedded database lies, or the address of the other. */
  readonly place: string;
  newBook(): Promise<BareBook>;
  violations(): Promise<{ what: string; ref: string }[]>;
  stop(): Promise<void>;
}

/** A book of a group that has no members, with its accounts by short names. */
export interface BareBook {
  readonly id: string;
  readonly groupId: string;
  readonly bank: string;
  readonly till: string;
  readonly general: string;
  account(of: { class: string; path: string; currency?: string; splitId?: string }): Promise<string>;
  /** A budget line of the general fund by a decision. */
  line(planned: bigint): Promise<string>;
  post(entry: Partial<NewEntry> & Pick<NewEntry, 'postings'>): Promise<string>;
}

/** What everything in these books costs is in euro unless it says otherwise. */
export const posting = (accountId: string, amount: bigint, more: Partial<NewPosting> = {}): NewPosting => ({
  accountId,
  amount,
  currency: 'EUR',
  ...more,
});

/** Opens a ledger on one of the databases. `poolSize` is for PostgreSQL. */
export async function openLedger(engine: (typeof engines)[number], poolSize = 20): Promise<Ledger> {
  const dataDir = mkdtempSync(join(tmpdir(), 'folkmoot-ledger-'));
  const databaseUrl = engine === 'PostgreSQL' ? await freshDatabase() : '';
  if (!databaseUrl) cpSync(inject('preparedDatabase'), join(dataDir, 'pglite'), { recursive: true });
  return ledgerAt({ dataDir, databaseUrl, poolSize });
}

/** Opens the ledger of a folder or an address. */
export async function ledgerAt(at: { dataDir: string; databaseUrl?: string; poolSize?: number }): Promise<Ledger> {
  const config = readConfig({
    DATA_DIR: at.dataDir,
    ...(at.databaseUrl ? { DATABASE_URL: at.databaseUrl, FOLKMOOT_POOL_SIZE: String(at.poolSize ?? 20) } : {}),
  });
  const open = await openDatabase(config, { entities: [], migrations, progress: () => undefined });
  const database = new Database(open);
  const service = new LedgerService(new GroupLog());
  return {
    database,
    service,
    place: at.databaseUrl || at.dataDir,
    newBook: () => newBook(database, service),
    violations: () => rows(database.reads, 'SELECT what, ref FROM ledger_violations'),
    async stop() {
      await open.close();
      rmSync(at.dataDir, { recursive: true, force: true });
    },
  };
}

/** A group with nobody in it: enough for a book to belong to. */
export async function newGroup(db: EntityManager): Promise<string> {
  const id = randomUUID();
  await rows(
    db,
    `INSERT INTO folk_group (id, handle, name, currency, zone, visibility, preset) VALUES ($1, $2, 'Riverside', 'EUR', 'UTC', 'closed', 'circle')`,
    [id, `g${id.slice(0, 18)}`],
  );
  return id;
}

/** Takes categories into the list of a book, as its treasurer would. */
async function lists(db: EntityManager, bookId: string, categories: readonly string[]): Promise<void> {
  const listed = categories.filter((category) => /^(income|expense)\./.test(category));
  await rows(
    db,
    'INSERT INTO book_category (book_id, category, name, sort) SELECT $1, c.category, c.category, 50 FROM unnest($2::text[]) c (category) ON CONFLICT DO NOTHING',
    [bookId, listed],
  );
}

async function newBook(database: Database, service: LedgerService): Promise<BareBook> {
  const books = new BooksStore();
  const groupId = await database.transaction(async (tx) => {
    const group = await newGroup(tx);
    await books.begin(tx, group, 'EUR');
    await lists(tx, (await books.ofGroup(tx, group)).id, ['income.gifts', 'expense.rent', 'expense.venue']);
    return group;
  });
  const { id } = await books.ofGroup(database.reads, groupId);
  const accountAt = async (path: string): Promise<string> =>
    (await row<{ id: string }>(database.reads, 'SELECT id FROM ledger_account WHERE book_id = $1 AND path = $2', [
      id,
      path,
    ]))!.id;
  const actorId = randomUUID();
  return {
    id,
    groupId,
    bank: await accountAt('assets:bank:main'),
    till: await accountAt('assets:cash:till'),
    general: await accountAt('equity:funds:general'),
    async account({ class: of, path, currency = 'EUR', splitId = null }) {
      const account = randomUUID();
      await rows(
        database.reads,
        'INSERT INTO ledger_account (id, book_id, class, path, currency, exponent, split_id) VALUES ($1, $2, $3::account_class, $4, $5, $6, $7)',
        [account, id, of, path, currency, digitsOf(currency), splitId],
      );
      return account;
    },
    async line(planned) {
      const line = randomUUID();
      await rows(
        database.reads,
        `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
         SELECT $1, b.id, a.id, 'Line', $3::bigint, 'DECISION', $4, b.last_seq FROM book b JOIN ledger_account a ON a.book_id = b.id AND a.path = 'equity:funds:general' WHERE b.id = $2`,
        [line, id, planned.toString(), randomUUID()],
      );
      return line;
    },
    post: (entry) =>
      database.transaction((tx) =>
        service.post(tx, {
          bookId: id,
          groupId,
          kind: 'TEST',
          effectiveOn: '2026-01-05',
          authority: { kind: 'SYSTEM', id: null },
          actorId,
          text: 'a text',
          key: randomUUID(),
          ...entry,
        }),
      ),
  };
}

/** An entry as somebody writes it past the service: its content is anything, its place in the chain fits unless `fields` say otherwise. */
export async function writeRaw(
  tx: EntityManager,
  bookId: string,
  of: { readonly postings: readonly NewPosting[]; readonly fields?: Readonly<Record<string, unknown>> },
): Promise<string> {
  const head = (await row<{ last_seq: string; head_hash: Buffer }>(
    tx,
    'SELECT last_seq, head_hash FROM book WHERE id = $1',
    [bookId],
  ))!;
  const canonical = randomBytes(8);
  const prev = (of.fields?.['prev_hash'] as Buffer | undefined) ?? head.head_hash;
  const fields: Record<string, unknown> = {
    id: randomUUID(),
    book_id: bookId,
    seq: Number(head.last_seq) + 1,
    effective_on: '2026-01-05',
    posted_at: new Date(),
    kind: 'TEST',
    actor_id: randomUUID(),
    authority_kind: 'SYSTEM',
    text_commit: randomBytes(32),
    idempotency_key: randomUUID(),
    request_hash: randomBytes(32),
    lines: of.postings.length,
    canonical,
    prev_hash: prev,
    hash: createHash('sha256').update(prev).update(canonical).digest(),
    ...of.fields,
  };
  await insert(tx, 'ledger_entry', [fields]);
  await writePostings(tx, bookId, { entryId: String(fields['id']), postings: of.postings });
  return String(fields['id']);
}

/** Postings of an entry, in one statement; `from` is the number of the first. */
export async function writePostings(
  tx: EntityManager,
  bookId: string,
  of: { readonly entryId: string; readonly postings: readonly NewPosting[]; readonly from?: number },
): Promise<void> {
  await insert(
    tx,
    'ledger_posting',
    of.postings.map((p, at) => ({
      entry_id: of.entryId,
      line: (of.from ?? 1) + at,
      book_id: bookId,
      account_id: p.accountId,
      currency: p.currency,
      amount: p.amount.toString(),
      category: p.category ?? null,
      budget_line_id: p.budgetLineId ?? null,
    })),
  );
}

/** Inserts rows of one shape by one statement. */
async function insert(
  tx: EntityManager,
  table: string,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const [first] = records;
  if (!first) return;
  const columns = Object.keys(first);
  const values = records.flatMap((record) => columns.map((column) => record[column]));
  const tuples = records.map((_, at) => `(${columns.map((__, n) => `$${at * columns.length + n + 1}`).join(', ')})`);
  await rows(tx, `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}`, values);
}

/**
 * Loads an exported book into a database that has none of it, in its order; the database checks everything on the way, but for the triggers
 * named: those that are younger than the book. Returns its group.
 */
export async function loadJournal(
  database: Database,
  journal: Journal,
  without: readonly string[] = [],
): Promise<string> {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
  return database.transaction(async (tx) => {
    for (const trigger of without) await rows(tx, `ALTER TABLE ledger_posting DISABLE TRIGGER ${trigger}`);
    const groupId = await newGroup(tx);
    await rows(tx, `INSERT INTO book (id, group_id, currency) VALUES ($1, $2, 'EUR')`, [journal.book, groupId]);
    const used = journal.entries.flatMap((entry) => ('postings' in entry ? entry.postings : []));
    await lists(tx, journal.book, [...new Set(used.flatMap(({ category }) => category ?? []))]);
    await insert(
      tx,
      'ledger_account',
      journal.accounts.map((a) => ({
        id: a.id,
        book_id: journal.book,
        class: a.class,
        path: a.path,
        currency: a.currency,
        exponent: a.exponent,
        split_id: a.splitId,
      })),
    );
    const changes = new Set(journal.budgetLines.flatMap((l) => [l.openedAfterSeq, l.closedAfterSeq ?? -1]));
    const lines = async (seq: number): Promise<void> => {
      for (const [at, l] of journal.budgetLines.entries()) {
        if (l.openedAfterSeq === seq)
          await insert(tx, 'budget_line', [
            {
              id: l.id,
              book_id: journal.book,
              account_id: l.accountId,
              name: l.name,
              category: l.category,
              planned: l.planned,
              authority_kind: l.authority.kind,
              authority_id: l.authority.id,
              authority_no: at + 1,
              opened_after_seq: l.openedAfterSeq,
            },
          ]);
        if (l.closedAfterSeq === seq)
          await rows(tx, 'UPDATE budget_line SET closed_at = clock_now(), closed_after_seq = $2 WHERE id = $1', [
            l.id,
            seq,
          ]);
      }
    };
    await lines(0);
    let batch: Journal['entries'][number][] = [];
    for (const entry of journal.entries) {
      batch.push(entry);
      if (batch.length < 100 && !changes.has(entry.seq) && entry !== journal.entries.at(-1)) continue;
      await insert(
        tx,
        'ledger_entry',
        batch.map((e) => ({
          id: e.id,
          book_id: journal.book,
          seq: e.seq,
          effective_on: e.date,
          posted_at: new Date(e.postedAt),
          kind: e.kind,
          actor_id: e.actorId,
          authority_kind: e.authority.kind,
          authority_id: e.authority.id,
          event_id: e.eventId,
          reverses_id: e.reversesId,
          refs: JSON.stringify(e.refs),
          text_commit: bytes(e.textCommit),
          idempotency_key: `import:${e.seq}`,
          request_hash: createHash('sha256').update(e.canonical).digest(),
          lines: e.postings.length,
          canonical: Buffer.from(e.canonical),
          prev_hash: bytes(e.prev),
          hash: bytes(e.hash),
        })),
      );
      await insert(
        tx,
        'ledger_entry_text',
        batch
          .filter(({ text }) => text !== null)
          .map((e) => ({ entry_id: e.id, salt: bytes(e.salt!), description: e.text })),
      );
      await insert(
        tx,
        'ledger_posting',
        batch.flatMap((e) =>
          e.postings.map((p, at) => ({
            entry_id: e.id,
            line: at + 1,
            book_id: journal.book,
            account_id: p.accountId,
            currency: p.currency,
            amount: p.amount,
            category: p.category ?? null,
            budget_line_id: p.lineId ?? null,
          })),
        ),
      );
      batch = [];
      await lines(entry.seq);
    }
    await rows(tx, 'SET CONSTRAINTS ALL IMMEDIATE');
    for (const trigger of without) await rows(tx, `ALTER TABLE ledger_posting ENABLE TRIGGER ${trigger}`);
    return groupId;
  });
}
