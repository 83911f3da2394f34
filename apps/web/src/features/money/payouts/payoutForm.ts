import * as v from 'valibot';
import { groupedIban, ibanOf, isIban } from '#libs/money';
import type { PayoutInput, PayoutPartsFragment, PayoutWay } from '../../../gql/graphql.ts';
import { say } from '../../../platform/words.ts';

/** What somebody types about how to be paid; nothing chosen is nothing said. */
export interface PayoutTyped extends Record<string, unknown> {
  way: PayoutWay | null;
  iban: string;
  name: string;
  words: string;
}

/** The form of what is kept, or an empty one that knows a name. */
export function payoutTyped(kept: PayoutPartsFragment | null, name: string): PayoutTyped {
  return {
    way: kept?.way ?? null,
    iban: kept ? groupedIban(kept.iban) : '',
    name: kept?.name || name,
    words: kept?.words ?? '',
  };
}

/** What must hold before the server is asked. */
export function payoutSchema(typed: PayoutTyped) {
  const whereWay = <T extends v.GenericSchema<string>>(way: PayoutWay, schema: T) =>
    typed.way === way ? schema : v.string();
  return v.looseObject({
    iban: whereWay('IBAN', v.pipe(v.string(), v.check(isIban, 'payouts.fault.iban'))),
    name: whereWay(
      'IBAN',
      v.pipe(v.string(), v.trim(), v.nonEmpty('payouts.fault.name'), v.maxLength(70, 'payouts.fault.nameLong')),
    ),
    words: whereWay('WORDS', v.pipe(v.string(), v.trim(), v.nonEmpty('payouts.fault.words'))),
  });
}

/** What is wrong with it, by field; empty where nothing is. */
export function payoutFaults(typed: PayoutTyped): Readonly<Record<string, string>> {
  const read = v.safeParse(payoutSchema(typed), typed);
  return Object.fromEntries((read.issues ?? []).map((issue) => [String(issue.path?.[0]?.key), say(issue.message)]));
}

/** What is sent: null while nothing is chosen. */
export function payoutInput({ way, iban, name, words }: PayoutTyped): PayoutInput | null {
  if (way === 'IBAN') return { way, iban: ibanOf(iban), name: name.trim() };
  if (way === 'WORDS') return { way, words: words.trim() };
  return way && { way };
}

/** How somebody is paid, in a few words. */
export function payoutText({ way, iban, words }: PayoutPartsFragment): string {
  if (way === 'IBAN') return groupedIban(iban);
  return way === 'CASH' ? say('payouts.way.CASH') : words;
}
