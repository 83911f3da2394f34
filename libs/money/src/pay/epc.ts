import { decimalText } from '../amount/text.ts';

/** A transfer in euro as a QR code asks for it; `minor` in cents. */
export interface EpcTransfer {
  readonly name: string;
  readonly iban: string;
  readonly bic?: string;
  readonly minor: bigint;
  /** What the statement will say, so that it finds its way back: X-… or C-…. */
  readonly text: string;
}

export type EpcFault = 'name' | 'iban' | 'bic' | 'amount' | 'text' | 'too-long';
export type EpcText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: EpcFault };

const MOST_BYTES = 331;
const MOST_CENTS = 99_999_999_999n;

/**
 * The content of a QR code by which a bank's app fills in a transfer: EPC069-12, version 002, UTF-8, in lines joined by LF, at most
 * 331 bytes, to be drawn at level M. Control characters are left out; says which field does not fit.
 */
export function epcText(transfer: EpcTransfer): EpcText {
  const name = plain(transfer.name);
  const text = plain(transfer.text);
  const bic = (transfer.bic ?? '').replaceAll(' ', '').toUpperCase();
  const fault = (
    [
      ['name', name.length >= 1 && [...name].length <= 70],
      ['iban', isIban(transfer.iban)],
      ['bic', bic === '' || /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic)],
      ['amount', transfer.minor > 0n && transfer.minor <= MOST_CENTS],
      ['text', [...text].length <= 140],
    ] as const
  ).find(([, holds]) => !holds)?.[0];
  if (fault) return { ok: false, fault };
  const amount = `EUR${decimalText({ minor: transfer.minor, currency: 'EUR' })}`;
  const lines = ['BCD', '002', '1', 'SCT', bic, name, ibanOf(transfer.iban), amount, '', '', text];
  const whole = lines.join('\n');
  return new TextEncoder().encode(whole).length > MOST_BYTES
    ? { ok: false, fault: 'too-long' }
    : { ok: true, text: whole };
}

/** Whether this is an account number of ISO 13616: two letters, check digits that fit (mod 97), 15 to 34 places. Spaces do not matter. */
export function isIban(typed: string): boolean {
  const iban = ibanOf(typed);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((sign) => parseInt(sign, 36).toString()).join('');
  return BigInt(digits) % 97n === 1n;
}

/** The account number without spaces, in capitals: as it is kept and compared. */
export function ibanOf(typed: string): string {
  return typed.replace(/[\s.-]/g, '').toUpperCase();
}

/** An account number in groups of four, as it stands on a card: for people to read, never to be compared. */
export function groupedIban(iban: string): string {
  return ibanOf(iban).replace(/(.{4})(?=.)/g, '$1 ');
}

/** One line of what a bank can print: control characters and line breaks become spaces. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
