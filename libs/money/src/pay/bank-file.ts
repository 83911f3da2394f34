import { decimalText } from '../amount/text.ts';
import { csvCell } from '../journal/export-text.ts';
import { ibanOf, isIban } from './epc.ts';

/** Who pays, and when the bank should do it. */
export interface BankOrder {
  /** Ours, at most 35 signs: a bank refuses a file it had before. */
  readonly id: string;
  /** An instant of ISO 8601. */
  readonly createdAt: string;
  /** `YYYY-MM-DD`. */
  readonly executeOn: string;
  readonly payer: { readonly name: string; readonly iban: string; readonly bic?: string };
  readonly transfers: readonly BankTransfer[];
}

/** A transfer in euro; `minor` in cents. The reference comes back on the statement: X-…. */
export interface BankTransfer {
  readonly reference: string;
  readonly name: string;
  readonly iban: string;
  readonly minor: bigint;
  readonly text: string;
}

/** What does not fit, and in which transfer (counted from 1; 0 is the order itself). */
export interface BankFileFault {
  readonly transfer: number;
  readonly field: 'id' | 'name' | 'iban' | 'bic' | 'amount' | 'reference' | 'nothing-to-pay';
}

export type BankFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: BankFileFault };

/** A file of SEPA credit transfers that banks take in: ISO 20022 pain.001.001.09, one payment block, charges shared. */
export function bankFile(order: BankOrder): BankFile {
  const fault = faultOf(order);
  if (fault) return { ok: false, fault };
  const { payer, transfers } = order;
  const total = transfers.reduce((sum, { minor }) => sum + minor, 0n);
  const count = el('NbOfTxs', String(transfers.length)) + el('CtrlSum', euros(total));
  const header = el(
    'GrpHdr',
    el('MsgId', order.id) + el('CreDtTm', order.createdAt) + count + el('InitgPty', el('Nm', latin(payer.name, 70))),
  );
  const agent = payer.bic ? el('BICFI', payer.bic) : el('Othr', el('Id', 'NOTPROVIDED'));
  const block = el(
    'PmtInf',
    el('PmtInfId', order.id) +
      el('PmtMtd', 'TRF') +
      count +
      el('PmtTpInf', el('SvcLvl', el('Cd', 'SEPA'))) +
      el('ReqdExctnDt', el('Dt', order.executeOn)) +
      el('Dbtr', el('Nm', latin(payer.name, 70))) +
      el('DbtrAcct', el('Id', el('IBAN', ibanOf(payer.iban)))) +
      el('DbtrAgt', el('FinInstnId', agent)) +
      el('ChrgBr', 'SLEV') +
      transfers.map(transferText).join('\n'),
  );
  return {
    ok: true,
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">${el('CstmrCdtTrfInitn', `\n${header}\n${block}`)}</Document>\n`,
  };
}

function transferText({ reference, name, iban, minor, text }: BankTransfer): string {
  return el(
    'CdtTrfTxInf',
    el('PmtId', el('EndToEndId', reference)) +
      el('Amt', `<InstdAmt Ccy="EUR">${euros(minor)}</InstdAmt>`) +
      el('Cdtr', el('Nm', latin(name, 70))) +
      el('CdtrAcct', el('Id', el('IBAN', ibanOf(iban)))) +
      el('RmtInf', el('Ustrd', latin(`${reference} ${text}`, 140))),
  );
}

/** The same transfers as a list for people who type them in: CSV (RFC 4180). */
export function bankList(transfers: readonly BankTransfer[]): string {
  const rows = transfers.map(({ reference, name, iban, minor, text }) =>
    [csvCell(name), csvCell(ibanOf(iban)), euros(minor), 'EUR', csvCell(reference), csvCell(text)].join(','),
  );
  return `${['name,iban,amount,currency,reference,text', ...rows].join('\r\n')}\r\n`;
}

function faultOf(order: BankOrder): BankFileFault | null {
  const { payer, transfers } = order;
  const own = (
    [
      ['nothing-to-pay', transfers.length > 0],
      ['id', isReference(order.id)],
      ['name', latin(payer.name, 70) !== ''],
      ['iban', isIban(payer.iban)],
      ['bic', !payer.bic || /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(payer.bic)],
    ] as const
  ).find(([, holds]) => !holds)?.[0];
  if (own) return { transfer: 0, field: own };
  for (const [at, { reference, name, iban, minor }] of transfers.entries()) {
    const field = (
      [
        ['reference', isReference(reference)],
        ['name', latin(name, 70) !== ''],
        ['iban', isIban(iban)],
        ['amount', minor > 0n && minor <= 99_999_999_999n],
      ] as const
    ).find(([, holds]) => !holds)?.[0];
    if (field) return { transfer: at + 1, field };
  }
  return null;
}

const euros = (minor: bigint): string => decimalText({ minor, currency: 'EUR' });
const isReference = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9+?:().,'-]{0,34}$/.test(text);
/** An element; its content is either elements or text of ours, which knows no `<` and `&`: `latin` leaves only signs that every bank takes. */
const el = (name: string, content: string): string => `<${name}>${content}</${name}>`;

/** What all banks of SEPA can print: Latin letters without accents, digits and few marks (EPC217-08), at most so many. */
function latin(text: string, most: number): string {
  return text
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/[æÆ]/g, 'ae')
    .replaceAll('&', '+')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, most)
    .trim();
}
