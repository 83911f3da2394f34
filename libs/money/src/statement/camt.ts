import {
  amountAt,
  broken,
  dayAt,
  knownCurrency,
  oneLine,
  readOrFault,
  Unreadable,
  type ReadStatements,
  type Statement,
  type StatementField,
  type StatementLine,
} from './statement.ts';
import { allAt, everyNamed, textAt, type Element } from './tree.ts';

/**
 * The statements of a CAMT.053 file of any version: elements are known by their local names (ISO 20022). Only booked entries count. An entry
 * of several transactions becomes as many lines if these tell amounts that make up the whole.
 */
export function camtStatements(root: Element): ReadStatements {
  return readOrFault(() => everyNamed(root, 'Stmt').map(statementOf));
}

function statementOf(stmt: Element): Statement {
  const entries = allAt(stmt, 'Ntry');
  const currency = knownCurrency(
    textAt(stmt, 'Acct/Ccy') || currencyIn(allAt(stmt, 'Bal')[0]) || currencyIn(entries[0]) || '',
  );
  const lines = entries.flatMap((entry, at) => (isBooked(entry) ? linesOf(entry, currency, at + 1) : []));
  return {
    account: oneLine(textAt(stmt, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id')).replaceAll(' ', ''),
    currency,
    opening: balanceOf(stmt, currency, { codes: ['OPBD', 'PRCD'], field: 'opening balance' }),
    closing: balanceOf(stmt, currency, { codes: ['CLBD'], field: 'closing balance' }),
    lines,
  };
}

function currencyIn(from: Element | undefined): string {
  return (from && allAt(from, 'Amt')[0]?.attributes['Ccy']) ?? '';
}

function isBooked(entry: Element): boolean {
  const status = textAt(entry, 'Sts/Cd', 'Sts');
  return status === '' || status === 'BOOK';
}

function balanceOf(
  stmt: Element,
  currency: string,
  of: { readonly codes: readonly string[]; readonly field: StatementField },
): bigint | null {
  const balances = allAt(stmt, 'Bal');
  for (const code of of.codes) {
    const found = balances.find((balance) => textAt(balance, 'Tp/CdOrPrtry/Cd') === code);
    if (found) return signedAmount(found, currency, { line: 0, field: of.field });
  }
  return null;
}

function signedAmount(
  from: Element,
  currency: string,
  at: { readonly line: number; readonly field: StatementField },
): bigint {
  const other = currencyIn(from) || currency;
  if (other !== currency) throw new Unreadable({ code: 'mixed-currencies', line: at.line, currency, other });
  const size = amountAt(textAt(from, 'Amt'), currency, at);
  const direction = textAt(from, 'CdtDbtInd');
  if (direction !== 'CRDT' && direction !== 'DBIT') broken(at.line, 'direction', direction);
  return direction === 'CRDT' ? size : -size;
}

function linesOf(entry: Element, currency: string, line: number): StatementLine[] {
  const minor = signedAmount(entry, currency, { line, field: 'amount' });
  const written = textAt(entry, 'BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm');
  const day = dayAt(written.slice(0, 10).split('-'), line, written);
  const bankRef = oneLine(textAt(entry, 'AcctSvcrRef'));
  const transactions = allAt(entry, 'NtryDtls/TxDtls');
  const parts = transactions.length > 1 ? partsOf(transactions, currency, minor < 0n) : null;
  if (parts?.reduce((sum, part) => sum + part, 0n) === minor)
    return transactions.map((details, at) => ({
      ...described(entry, details, minor > 0n),
      day,
      minor: parts[at]!,
      bankRef: oneLine(textAt(details, 'Refs/AcctSvcrRef')) || (bankRef && `${bankRef}/${at + 1}`),
    }));
  return [
    {
      ...described(entry, transactions[0] ?? entry, minor > 0n),
      day,
      minor,
      bankRef: bankRef || oneLine(...transactions.slice(0, 1).map((details) => textAt(details, 'Refs/AcctSvcrRef'))),
    },
  ];
}

/** The amounts of the transactions of an entry, or null where not each of them tells one in the account's currency. */
function partsOf(transactions: readonly Element[], currency: string, isDebit: boolean): bigint[] | null {
  const amounts = transactions.map((one) => allAt(one, 'Amt')[0] ?? allAt(one, 'AmtDtls/TxAmt/Amt')[0]);
  if (!amounts.every((amount) => amount?.attributes['Ccy'] === currency)) return null;
  return amounts.map((amount, at) => {
    const size = amountAt(amount!.text, currency, { line: at + 1, field: 'amount' });
    const direction = textAt(transactions[at]!, 'CdtDbtInd');
    return (direction === '' ? isDebit : direction === 'DBIT') ? -size : size;
  });
}

function described(
  entry: Element,
  details: Element,
  isIncoming: boolean,
): Pick<StatementLine, 'reference' | 'name' | 'text'> {
  const party = isIncoming ? 'Dbtr' : 'Cdtr';
  const endToEnd = textAt(details, 'Refs/EndToEndId');
  const texts = allAt(details, 'RmtInf/Ustrd').map(({ text }) => text);
  return {
    reference:
      oneLine(endToEnd === 'NOTPROVIDED' ? '' : endToEnd) || oneLine(textAt(details, 'RmtInf/Strd/CdtrRefInf/Ref')),
    name: oneLine(
      textAt(
        details,
        `RltdPties/${party}/Pty/Nm`,
        `RltdPties/${party}/Nm`,
        `RltdPties/Ultmt${party}/Pty/Nm`,
        `RltdPties/Ultmt${party}/Nm`,
      ),
    ),
    text: oneLine(...texts) || oneLine(textAt(details, 'AddtlTxInf') || textAt(entry, 'AddtlNtryInf')),
  };
}
