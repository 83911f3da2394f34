import {
  amountAt,
  dayAt,
  knownCurrency,
  oneLine,
  readOrFault,
  Unreadable,
  type ReadStatements,
  type Statement,
  type StatementLine,
} from './statement.ts';
import { allAt, everyNamed, textAt, type Element } from './tree.ts';

/** The statements of an OFX file, of bank accounts and cards. OFX tells what is on the account at the end, not what was at the beginning. */
export function ofxStatements(root: Element): ReadStatements {
  return readOrFault(() => [...everyNamed(root, 'STMTRS'), ...everyNamed(root, 'CCSTMTRS')].map(statementOf));
}

function statementOf(response: Element): Statement {
  const currency = knownCurrency(textAt(response, 'CURDEF'));
  const closing = textAt(response, 'LEDGERBAL/BALAMT');
  const account = ['BANKACCTFROM', 'CCACCTFROM'].flatMap((name) => allAt(response, name))[0];
  return {
    account: account ? ofxAccount(account) : '',
    currency,
    opening: null,
    closing: closing ? amountAt(closing, currency, { line: 0, field: 'closing balance', mark: markOf(closing) }) : null,
    lines: allAt(response, 'BANKTRANLIST/STMTTRN').map((line, at) => lineOf(line, currency, at + 1)),
  };
}

const ofxAccount = (from: Element): string =>
  oneLine(textAt(from, 'BANKID'), textAt(from, 'ACCTID')).replaceAll(' ', '');
/** OFX allows either mark and no groups. */
const markOf = (amount: string): '.' | ',' => (amount.includes(',') ? ',' : '.');

function lineOf(line: Element, currency: string, at: number): StatementLine {
  const other = textAt(line, 'CURRENCY/CURSYM') || currency;
  if (other !== currency) throw new Unreadable({ code: 'mixed-currencies', line: at, currency, other });
  const amount = textAt(line, 'TRNAMT');
  const posted = textAt(line, 'DTPOSTED');
  const [, ...day] = /^(\d{4})(\d\d)(\d\d)/.exec(posted) ?? [];
  return {
    day: dayAt(day, at, posted),
    minor: amountAt(amount, currency, { line: at, field: 'amount', mark: markOf(amount) }),
    reference: oneLine(textAt(line, 'REFNUM', 'CHECKNUM')),
    name: oneLine(textAt(line, 'NAME', 'PAYEE/NAME')),
    text: oneLine(textAt(line, 'MEMO')),
    bankRef: oneLine(textAt(line, 'FITID')),
  };
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  children: Open[];
}

/**
 * The elements of OFX 1.x, which is SGML: an element with a value needs no end, and one without value and end is empty. Anything before the
 * first `<OFX>` is its header. Null for a text that is not OFX.
 */
export function ofxTree(text: string): Element | null {
  const start = text.search(/<OFX>/i);
  if (start < 0) return null;
  const root: Open = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  for (const [, end, name = '', value = ''] of text.slice(start).matchAll(/<(\/?)([\w.]+)>([^<]*)/g)) {
    if (end) close(open, name.toUpperCase());
    else {
      const element: Open = { name: name.toUpperCase(), attributes: {}, text: unescaped(value.trim()), children: [] };
      open.at(-1)!.children.push(element);
      if (element.text === '') open.push(element);
    }
  }
  return root.children[0] ?? null;
}

/** Closes an element; what is still open within it was empty, and what followed stands beside it. The end of a value closes nothing. */
function close(open: Open[], name: string): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at < 1) return;
  while (open.length - 1 > at) {
    const empty = open.pop()!;
    open.at(-1)!.children.push(...empty.children.splice(0));
  }
  open.pop();
}

function unescaped(text: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', nbsp: ' ', amp: '&' };
  return text.replace(/&(lt|gt|nbsp|amp);/g, (_, name: string) => names[name]!);
}
