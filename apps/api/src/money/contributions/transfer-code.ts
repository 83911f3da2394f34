import { epcText } from '#libs/money';

/** What a QR code for a transfer to the group says; null where nothing is due, no account is named, or no bank reads such a code. */
export function transferCode(
  bank: { readonly name: string; readonly iban: string } | null,
  of: { minor: bigint; currency: string; reference: string },
): string | null {
  if (!bank || of.minor <= 0n || of.currency !== 'EUR') return null;
  const code = epcText({ ...bank, minor: of.minor, text: of.reference });
  return code.ok ? code.text : null;
}
