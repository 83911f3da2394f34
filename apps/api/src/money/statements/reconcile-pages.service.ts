import { Injectable } from '@nestjs/common';
import { certainMatches, looksLikeFee, type OpenItem, type StatementLine, suggestedMatches } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import { DeskDoor } from '../desk/desk-door.service.ts';
import { toBankAccount } from '../payouts/batches/bank-accounts.service.ts';
import type { LineState, Reconciliation, StatementLineView, StatementSuggestion } from './statements.graphql.ts';
import { type LineJson, type OpenJson, StatementsStore } from './statements.store.ts';

interface Asked {
  readonly handle: string;
  readonly accountId?: string | null | undefined;
}

const MOST_SUGGESTED = 4;

/** What the treasurer sees of a bank beside the book. */
@Injectable()
export class ReconcilePages {
  constructor(
    private readonly door: DeskDoor,
    private readonly store: StatementsStore,
  ) {}

  async stand(actor: Actor, { handle, accountId }: Asked): Promise<Reconciliation | null> {
    const of = { handle, accountId: idOrNull(accountId) };
    const found = await this.door.read(actor, handle, (db) => this.store.stand(db, actor, of));
    if (!found) return null;
    const { account, last } = found;
    const { currency } = account;
    const money = (minor: string | bigint) => moneyValue(minor, currency);
    const isKnown = last !== null && last.closing !== null;
    const gap = isKnown ? BigInt(last.closing!) - BigInt(last.book) : 0n;
    return {
      account: toBankAccount(account),
      accounts: found.accounts.map(toBankAccount),
      until: last?.on ?? null,
      bank: isKnown ? money(last.closing!) : null,
      book: last ? money(last.book) : null,
      difference: isKnown && gap !== 0n ? money(gap) : null,
      openLines: found.openLines,
      openSum: money(found.openSum),
      unseen: found.unseen.map(({ id, seq, date, kind, text, minor }) => ({
        id,
        seq,
        date,
        kind,
        text,
        amount: money(minor),
      })),
    };
  }

  async lines(
    actor: Actor,
    {
      handle,
      ...of
    }: Asked & { state?: LineState | null | undefined; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<StatementLineView> | null> {
    const first = readFirst(of.first);
    const asked = { handle, accountId: idOrNull(of.accountId) };
    const found = await this.door.read(actor, handle, (db) =>
      Promise.all([
        this.store.lines(db, actor, { ...asked, state: of.state ?? null, first, after: readCursor(of.after) }),
        this.store.open(db, actor, asked),
        this.store.stand(db, actor, asked),
      ]),
    );
    if (!found) return null;
    const [lines, open, stand] = found;
    const page = toConnection(lines, first, (line) => cursorOf(line.bookedOn, line.id));
    return { ...page, nodes: viewsOf(page.nodes, open, stand?.account.currency ?? 'EUR') };
  }
}

const idOrNull = (id: string | null | undefined): string | null => (id && isId(id) ? id : null);

function viewsOf(lines: readonly LineJson[], open: readonly OpenJson[], currency: string): StatementLineView[] {
  const items = open.map((one) => ({ ...one, id: `${one.kind} ${one.id}`, minor: BigInt(one.minor), of: one }));
  const read = lines.map(statementLine);
  const waiting = read.flatMap((line, at) => (lines[at]!.state === 'OPEN' ? [{ line, at }] : []));
  const certain = certainMatches(
    waiting.map(({ line }) => line),
    items,
  );
  const certainAt = new Set([...certain.keys()].map((at) => waiting[at]!.at));
  return lines.map((line, at) => {
    const { minor, matches, ...rest } = line;
    return {
      ...rest,
      amount: moneyValue(minor, currency),
      matches: matches.map(({ minor: part, ...match }) => ({ ...match, amount: moneyValue(part, currency) })),
      suggestions: line.state === 'OPEN' ? suggestionsOf(read[at]!, items, currency) : [],
      certain: certainAt.has(at),
      looksLikeFee: line.state === 'OPEN' && looksLikeFee(read[at]!),
    };
  });
}

function suggestionsOf(
  line: StatementLine,
  items: readonly (OpenItem & { of: OpenJson })[],
  currency: string,
): StatementSuggestion[] {
  const byId = new Map(items.map((item) => [item.id, item.of]));
  return suggestedMatches(line, items)
    .slice(0, MOST_SUGGESTED)
    .map(({ item, why, isWhole }) => {
      const { kind, id, reference, name, title, minor } = byId.get(item.id)!;
      return { kind, id, reference, name, title, amount: moneyValue(minor, currency), why, isWhole };
    });
}

const statementLine = ({ bookedOn, minor, reference, name, text }: LineJson): StatementLine => ({
  day: bookedOn,
  minor: BigInt(minor),
  reference,
  name,
  text,
  bankRef: '',
});
