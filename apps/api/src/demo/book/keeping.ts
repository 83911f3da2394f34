import { ClosingService, Matching, ReconcilePages, StatementImports } from '../../money/index.ts';
import { rows } from '../../platform/database/sql.ts';
import type { Act } from '../acts.ts';
import type { House } from '../house.ts';
import type { TimeTravel } from '../time.ts';
import { accounts, closing, dues, gift, opening, statement } from '../year/book.ts';
import { group } from '../year/people.ts';

/** What the treasurer does: closes what is over, and sets the bank beside the book. */
export function keeping(house: House, time: TimeTravel): Act[] {
  return [
    { days: closing.days, run: () => closes(house, time) },
    { days: statement.days, run: () => imports(house, time) },
  ];
}

/** Closes what is over, a period within a year each: the last of them is one month. */
async function closes(house: House, time: TimeTravel): Promise<void> {
  const last = monthEndBefore(time.day(closing.ends + 1));
  const yearEnd = `${time.day(opening.days).slice(0, 4)}-12-31`;
  const ends = new Set([yearEnd, monthEndBefore(last), last].filter((end) => end <= last).toSorted());
  for (const until of ends) await house.part(ClosingService).close(house.who(1), { groupId: house.groupId, until });
}

/** The last day of the month before that of a day. */
function monthEndBefore(day: string): string {
  return new Date(Date.parse(`${day.slice(0, 7)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

interface Moved {
  readonly day: string;
  readonly minor: number;
  readonly name: string;
  readonly text: string;
}

/** The bank knows what is in the book, and what members have sent since: each line is what its suggestion says. */
async function imports(house: House, time: TimeTravel): Promise<void> {
  const accountId = await house.holding('assets:bank:main');
  const from = time.day(statement.from);
  const [before, known] = [await balance(house, from), await booked(house, from, time.day(statement.until))];
  const lines = [...known, ...(await arrived(house, time))].toSorted((a, b) => a.day.localeCompare(b.day));
  const bytes = camt(before, lines);
  const treasurer = house.who(1);
  await house.part(StatementImports).take(treasurer, { accountId, bytes, csv: '', reason: '' });
  const of = { handle: group.handle, state: 'OPEN', first: 50 } as const;
  const { nodes } = (await house.part(ReconcilePages).lines(treasurer, of))!;
  const said = nodes.map(({ id, version, suggestions: [first] }) => ({
    lineId: id,
    version,
    parts: first ? [{ kind: first.kind, id: first.id }] : [],
  }));
  for (const { done, text } of await house.part(Matching).matchAll(treasurer, said))
    if (!done) throw new Error(`a line of the demo's statement is refused: ${String(text)}`);
}

async function balance(house: House, day: string): Promise<number> {
  const [found] = await rows<{ minor: string }>(
    house.reads,
    `SELECT coalesce(sum(p.amount), 0)::text AS minor FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id
     WHERE a.path = 'assets:bank:main' AND e.effective_on < $1::date`,
    [day],
  );
  return Number(found!.minor);
}

function booked(house: House, from: string, until: string): Promise<Moved[]> {
  return rows<Moved>(
    house.reads,
    `SELECT e.effective_on::text AS day, p.amount::int AS minor, '' AS name, coalesce(e.refs ->> 'expense', e.refs ->> 'contribution', '') AS text
     FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id
     WHERE a.path = 'assets:bank:main' AND e.effective_on BETWEEN $1::date AND $2::date ORDER BY e.seq`,
    [from, until],
  );
}

/** The dues that members have sent, two a day, and the gift. */
async function arrived(house: House, time: TimeTravel): Promise<Moved[]> {
  const owed = await rows<{ person: string; minor: number; number: number; name: string; kind: string }>(
    house.reads,
    `SELECT c.person_id AS person, c.pledged::int AS minor, c.number, coalesce(nullif(c.giver, ''), q.name) AS name, c.kind
     FROM contribution c LEFT JOIN person q ON q.id = c.person_id WHERE c.closed IS NULL AND c.pledged > 0 AND c.kind IN ('dues', 'gift') AND c.received = 0 ORDER BY c.number`,
  );
  const payers = new Set(dues.paid.map((at) => house.who(at).personId));
  return owed
    .filter(({ kind, person }) => kind === 'gift' || payers.has(person))
    .map(({ minor, number, name, kind }, at) => ({
      day: time.day(kind === 'gift' ? gift.days + 3 : statement.from + 2 + Math.floor(at / 2)),
      minor,
      name,
      text: `C-${number}`,
    }));
}

/** A CAMT.053 statement of the lines, as a bank sends it. */
function camt(before: number, lines: readonly Moved[]): Uint8Array {
  const sided = (minor: number): string =>
    `<Amt Ccy="EUR">${(Math.abs(minor) / 100).toFixed(2)}</Amt><CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
  const balanceOf = (code: string, minor: number): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${sided(minor)}</Bal>`;
  const total = lines.reduce((sum, { minor }) => sum + minor, before);
  const entries = lines.map(({ day, minor, name, text }, at) => {
    const other = minor < 0 ? 'Cdtr' : 'Dbtr';
    return `<Ntry>${sided(minor)}<Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>R${at + 1}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><${other}><Nm>${name}</Nm></${other}></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  });
  return new TextEncoder().encode(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>${accounts.group.replaceAll(' ', '')}</IBAN></Id><Ccy>EUR</Ccy></Acct>${balanceOf('OPBD', before)}${balanceOf('CLBD', total)}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`,
  );
}
