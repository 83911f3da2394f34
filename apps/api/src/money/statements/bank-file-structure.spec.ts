import { describe, expect, test } from 'vitest';
import { bankFile, type BankOrder, type Element } from '#libs/money';
import { xmlTree } from './xml-tree.ts';

// What the schema of pain.001.001.09 asks of the parts that we write, typed from its message definition: for each element its children in
// their order (`?` may be missing, `+` may repeat), or the form of its text.
const max = (length: number): RegExp => new RegExp(`^.{1,${length}}$`, 's');
const iban = /^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$/;
const bic = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/;
const decimal = /^\d{1,16}\.\d{2}$/;
const count = /^[0-9]{1,15}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const schema: Readonly<Record<string, RegExp | string>> = {
  Document: 'CstmrCdtTrfInitn',
  'Document/CstmrCdtTrfInitn': 'GrpHdr PmtInf+',
  GrpHdr: 'MsgId CreDtTm NbOfTxs CtrlSum? InitgPty',
  MsgId: max(35),
  CreDtTm: instant,
  NbOfTxs: count,
  CtrlSum: decimal,
  InitgPty: 'Nm?',
  PmtInf:
    'PmtInfId PmtMtd BtchBookg? NbOfTxs? CtrlSum? PmtTpInf? ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr? CdtTrfTxInf+',
  PmtInfId: max(35),
  PmtMtd: /^(CHK|TRF|TRA)$/,
  PmtTpInf: 'InstrPrty? SvcLvl?',
  SvcLvl: 'Cd',
  'SvcLvl/Cd': max(4),
  ReqdExctnDt: 'Dt',
  'ReqdExctnDt/Dt': /^\d{4}-\d\d-\d\d$/,
  Dbtr: 'Nm?',
  Cdtr: 'Nm?',
  Nm: max(140),
  DbtrAcct: 'Id',
  CdtrAcct: 'Id',
  'DbtrAcct/Id': 'IBAN',
  'CdtrAcct/Id': 'IBAN',
  IBAN: iban,
  DbtrAgt: 'FinInstnId',
  FinInstnId: 'BICFI? Othr?',
  BICFI: bic,
  Othr: 'Id',
  'Othr/Id': max(35),
  ChrgBr: /^(DEBT|CRED|SHAR|SLEV)$/,
  CdtTrfTxInf: 'PmtId PmtTpInf? Amt ChrgBr? CdtrAgt? Cdtr? CdtrAcct? RmtInf?',
  PmtId: 'InstrId? EndToEndId',
  EndToEndId: max(35),
  Amt: 'InstdAmt',
  InstdAmt: decimal,
  RmtInf: 'Ustrd+',
  Ustrd: max(140),
};

/** What of an element does not fit the schema. */
function faultsOf(element: Element, parent = ''): string[] {
  const at = `${parent}/${element.name}`;
  const rule = schema[at] ?? schema[element.name];
  if (rule === undefined) return [`${at} is not known`];
  if (rule instanceof RegExp)
    return element.children.length === 0 && rule.test(element.text) ? [] : [`${at}: "${element.text}"`];
  const pattern = rule
    .split(' ')
    .map((name) => `(${name.replace(/[?+]$/, '')},)${/[?+]$/.exec(name)?.[0] ?? ''}`)
    .join('');
  const names = element.children.map(({ name }) => `${name},`).join('');
  const own = new RegExp(`^${pattern}$`).test(names) ? [] : [`${at}: ${names}`];
  return [...own, ...element.children.flatMap((child) => faultsOf(child, element.name))];
}

const order: BankOrder = {
  id: 'FM-20261128-0123456789ab',
  createdAt: '2026-11-28T10:00:00.000Z',
  executeOn: '2026-11-28',
  payer: { name: 'Riverside e.V.', iban: 'DE89370400440532013000' },
  transfers: Array.from({ length: 3 }, (_, at) => ({
    reference: `X-${at + 1}`,
    name: `Zoë & Söhne ${'ß'.repeat(at * 80)}`,
    iban: 'BE71096123456769',
    minor: 10n ** BigInt(at * 4) + 1n,
    text: `Getränke\n<${'x'.repeat(at * 90)}>`,
  })),
};

describe('the file for the bank', () => {
  test.each([
    ['without a BIC', order],
    ['with one', { ...order, payer: { ...order.payer, bic: 'COBADEFFXXX' } }],
    ['of one transfer', { ...order, transfers: order.transfers.slice(0, 1) }],
  ])('fits the structure of pain.001.001.09 %s', (_, of) => {
    const file = bankFile(of);
    const tree = xmlTree(file.ok ? file.text : '') as Element;
    expect(tree.attributes).toEqual({ xmlns: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09' });
    expect(faultsOf(tree)).toEqual([]);
  });

  test('and a file that does not is noticed', () => {
    const file = bankFile(order);
    const text = file.ok ? file.text : '';
    for (const [from, to] of [
      ['<PmtMtd>TRF</PmtMtd>', ''],
      [/<ChrgBr>.*?<\/ChrgBr>/, '<Extra>1</Extra>'],
      ['TRF', 'XXX'],
      [/<InstdAmt Ccy="EUR">/, '<InstdAmt Ccy="EUR">1,'],
    ] as const)
      expect(faultsOf(xmlTree(text.replace(from, to)) as Element)).not.toEqual([]);
  });
});
