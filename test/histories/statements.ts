import fc from 'fast-check';
import { type Command, command, pick, prefer } from './command.ts';
import type { Expense } from './expenses.ts';
import { arrives, type Gift, newGift } from './gifts.ts';
import type { House } from './house.ts';
import type { Entry, Model } from './model.ts';

/** A line of the bank's statement, and what was said to be behind it. */
export interface StatementLine {
  readonly text: string;
  readonly minor: bigint;
  readonly on: string;
  version: number;
  state: 'OPEN' | 'MATCHED' | 'IGNORED';
  /** Takes back what its match has booked: the word of the refusal, or `ok`. */
  undo: (model: Model) => string;
}

type Kind = 'GIFT' | 'FEE' | 'TRANSFER' | 'CONTRIBUTION' | 'EXPENSE' | 'ENTRY';
interface About {
  readonly line: StatementLine;
  readonly version: number;
  readonly gift: Gift | null;
  readonly one: Expense | null;
  readonly entry: Entry | null;
}

const sided = (minor: bigint): string => `<CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
const euros = (minor: bigint): string => `${minor < 0n ? -minor : minor}`.padStart(3, '0').replace(/(\d\d)$/, '.$1');

/** A file of the bank with one line; it says nothing of balances. */
function camt({ text, minor, on }: StatementLine): Uint8Array {
  const entry = `<Ntry><Amt Ccy="EUR">${euros(minor)}</Amt>${sided(minor)}<Sts>BOOK</Sts><BookgDt><Dt>${on}</Dt></BookgDt><AcctSvcrRef>${text}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  return new TextEncoder().encode(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${entry}</Stmt></BkToCstmrStmt></Document>`,
  );
}

/** What was booked by a match goes back as a whole. */
const takesBack =
  (entry: Entry, gift: Gift | null = null) =>
  (model: Model): string => {
    if (entry.gone) return 'CONFLICT';
    if (gift && gift.received - (entry.moves.bank ?? 0n) < gift.back(true)) return 'CONFLICT';
    if (gift && model.available('general') < entry.moves.bank!) return 'CONFLICT';
    model.takeBack(entry);
    return 'ok';
  };

function books(model: Model, kind: Kind, { line, gift, one, entry }: About): string {
  const isIn = line.minor > 0n;
  const minor = isIn ? line.minor : -line.minor;
  if ((kind === 'GIFT' || kind === 'CONTRIBUTION') !== isIn && kind !== 'TRANSFER' && kind !== 'ENTRY')
    return 'refused';
  const of = { on: line.on };
  if (kind === 'ENTRY') {
    const moved = entry!.moves.bank ?? 0n;
    const known = (model.shown.get(entry!) ?? 0n) + line.minor;
    if (moved > 0n ? line.minor < 0n || known > moved : line.minor > 0n || known < moved) return 'refused';
    shows(model, entry!, line.minor);
    line.undo = () => {
      shows(model, entry!, -line.minor);
      return 'ok';
    };
    return 'ok';
  }
  if (kind === 'EXPENSE') return pays(model, line, { one: one!, minor });
  if (kind === 'CONTRIBUTION' && !gift!.takes) return 'refused';
  if (model.isClosed(line.on)) return 'refused';
  if (kind === 'GIFT' || kind === 'CONTRIBUTION') {
    const to = kind === 'GIFT' ? newGift(model, 0n) : gift!;
    ties(model, line, arrives(model, to, { minor, into: 'bank', on: line.on }), to);
  } else if (kind === 'FEE')
    ties(model, line, model.post('PROCESSOR_FEE', { bank: -minor, [model.bearing('general', minor)]: minor }, of));
  else ties(model, line, model.post('SWEEP', { bank: line.minor, till: -line.minor }, of));
  return 'ok';
}

function shows(model: Model, entry: Entry, minor: bigint): void {
  model.shown.set(entry, (model.shown.get(entry) ?? 0n) + minor);
}

function ties(model: Model, line: StatementLine, entry: Entry, gift: Gift | null = null): void {
  shows(model, entry, line.minor);
  const back = takesBack(entry, gift);
  line.undo = (later) => {
    const word = back(later);
    if (word === 'ok') shows(later, entry, -line.minor);
    return word;
  };
}

function pays(model: Model, line: StatementLine, { one, minor }: { one: Expense; minor: bigint }): string {
  const isAlone = one.approvals.size > 0 && [...one.approvals].every((by) => by === 'ben');
  if (!one.isOwed || isAlone || one.isHeld || minor > one.owed || model.isClosed(line.on)) return 'refused';
  const entry = model.post(
    one.isAdvance ? 'ADVANCE' : 'EXPENSE_PAID',
    { bank: -minor, [one.owedTo]: minor },
    { on: line.on },
  );
  shows(model, entry, line.minor);
  const payment = { minor, returned: 0n };
  one.payments.push(payment);
  one.paid += minor;
  one.moneyState();
  line.undo = (later) => {
    const left = payment.minor - payment.returned;
    const back = one.isAdvance && one.out < left ? one.out : left;
    if ((one.state !== 'PARTLY_PAID' && one.state !== 'PAID') || back <= 0n) return 'refused';
    later.post('PAYMENT_RETURNED', { bank: back, [one.owedTo]: -back });
    payment.returned += back;
    one.paid -= back;
    one.moneyState();
    shows(later, entry, -line.minor);
    return 'ok';
  };
  return 'ok';
}

const partId = async (house: House, kind: Kind, { gift, one, entry }: About): Promise<string | null> => {
  if (kind === 'CONTRIBUTION') return house.the('gift', gift!.number);
  if (kind === 'EXPENSE') return house.id(`X-${one!.number}`);
  if (kind === 'ENTRY') return house.the('entry', entry!.seq);
  return kind === 'TRANSFER' ? house.the('account', 'assets:cash:till') : null;
};

const nth = fc.nat(9);

/** The bank's lines: taken in, matched with what they are, opened again, or said to be nothing. */
export const statementCommands: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(fc.bigInt({ min: -3000n, max: 3000n }), fc.nat(60), nth)
    .filter(([minor]) => minor !== 0n)
    .map(([drawn, ago, at]) =>
      command<StatementLine>({
        of: (model) => {
          // Every other line is about something that is there.
          const known = pick(
            model.entries.filter(({ moves }) => (moves.bank ?? 0n) !== 0n),
            at,
          );
          const minor = known && at % 2 === 0 ? known.moves.bank! : drawn;
          return {
            text: `L${model.statement.length + 1}`,
            minor,
            on: model.daysAgo(ago),
            version: 1,
            state: 'OPEN',
            undo: () => 'ok',
          };
        },
        name: ({ text, minor, on }) => `the bank says ${text}: ${minor} on ${on}`,
        expects(model, line) {
          model.statement.push(line);
          return 'ok';
        },
        async does(house, line) {
          const accountId = await house.the('account', 'assets:bank:main');
          const file = { name: 'statement.xml', bytes: camt(line) };
          const answer = await house.by('ben').upload('/statements', file, { accountId, reason: 'One by one' });
          return answer.status === 201 ? 'ok' : `${answer.status} ${await answer.text()}`;
        },
      }),
    ),
  fc
    .tuple(nth, nth, fc.constantFrom<Kind>('GIFT', 'FEE', 'TRANSFER', 'CONTRIBUTION', 'EXPENSE', 'ENTRY'))
    .map(([at, n, kind]) =>
      command<About>({
        of: (model) => {
          const line = prefer(model.statement, at, ({ state }) => state === 'OPEN');
          const gift = pick(model.gifts, n);
          const one = pick(model.expenses, n);
          const entry =
            pick(
              model.entries.filter(({ moves }) => (moves.bank ?? 0n) === line?.minor),
              n,
            ) ??
            pick(
              model.entries.filter(({ moves }) => moves.bank),
              n,
            );
          const isThere =
            line && (kind !== 'CONTRIBUTION' || gift) && (kind !== 'EXPENSE' || one) && (kind !== 'ENTRY' || entry);
          return isThere ? { line, version: line.version, gift, one, entry } : null;
        },
        name: ({ line, gift, one, entry }) =>
          `Ben says ${line.text} is ${kind}${kind === 'CONTRIBUTION' ? ` C-${gift!.number}` : kind === 'EXPENSE' ? ` X-${one!.number}` : kind === 'ENTRY' ? ` E-${entry!.seq}` : ''}`,
        expects(model, about) {
          const { line } = about;
          if (line.state !== 'OPEN') return 'refused';
          const word = books(model, kind, about);
          if (word !== 'ok') return word;
          line.state = 'MATCHED';
          line.version += 1;
          return 'ok';
        },
        async does(house, about) {
          const part = { kind, id: await partId(house, kind, about) };
          const lines = [
            { lineId: await house.the('bank line', about.line.text), version: about.version, parts: [part] },
          ];
          const { word, came } = await house.step<{ done: boolean }[]>(
            'ben',
            'matchStatementLines',
            { lines },
            '{ done }',
          );
          return came && !came[0]!.done ? 'refused' : word;
        },
      }),
    ),
  fc.tuple(nth, fc.boolean()).map(([at, isIgnored]) =>
    command<{ line: StatementLine; version: number }>({
      of: (model) => {
        const line = prefer(model.statement, at, ({ state }) => (state === 'OPEN') === isIgnored);
        return line && { line, version: line.version };
      },
      name: ({ line }) => (isIgnored ? `Ben says ${line.text} is nothing` : `Ben opens ${line.text} again`),
      expects(model, { line }) {
        if ((line.state === 'OPEN') !== isIgnored) return 'CONFLICT';
        const word = line.state === 'MATCHED' ? line.undo(model) : 'ok';
        if (word !== 'ok') return 'CONFLICT';
        line.state = isIgnored ? 'IGNORED' : 'OPEN';
        line.version += 1;
        return 'ok';
      },
      async does(house, { line, version }) {
        const call = isIgnored ? 'ignoreStatementLine' : 'reopenStatementLine';
        const lineId = await house.the('bank line', line.text);
        return house.does('ben', call, { lineId, version, reason: 'Looked again' });
      },
    }),
  ),
];
