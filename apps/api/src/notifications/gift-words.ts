import type { ContributionKind } from '../money/index.ts';

/** The words of mails about gifts and dues. A language is complete or does not compile. */
const en = {
  look: 'Dues and gifts',
  kind: { gift: 'Gift', dues: 'Dues', ticket: 'Contribution to an event', grant: 'Grant' } as Record<
    ContributionKind,
    string
  >,
  receiptSubject: (amount: string, group: string) => `Receipt: ${amount} for ${group}`,
  receiptThanks: (group: string) => `Thank you. ${group} has received what you gave.`,
  receiptLine: (of: { number: string; amount: string; day: string; purpose: string }) =>
    `No. ${of.number} · ${of.amount} · received on ${of.day} · ${of.purpose}`,
  dueSubject: (amount: string, group: string) => `${amount} for ${group}`,
  dueLine: (of: { amount: string; purpose: string; day: string }) => `${of.purpose}: ${of.amount}, due on ${of.day}.`,
  ticketLine: (of: { amount: string; purpose: string; day: string }) =>
    `${of.purpose}: ${of.amount} for your places on ${of.day}. Nobody has to give it to come.`,
  event: 'To the event',
  reminderLine: (of: { amount: string; purpose: string; day: string }) =>
    `A reminder from the treasurer. ${of.purpose}: ${of.amount} were due on ${of.day}.`,
  reminderPlain: (of: { amount: string; purpose: string }) =>
    `A reminder from the treasurer. ${of.purpose}: ${of.amount} are still to come.`,
  howTransfer: (of: { name: string; iban: string; reference: string }) =>
    `By transfer to ${of.name}, ${of.iban}. Write ${of.reference} with it, so that it is found.`,
  howElse: (reference: string) => `In cash, or ask the treasurer for the account. The reference is ${reference}.`,
};

const de: typeof en = {
  look: 'Beiträge und Spenden',
  kind: { gift: 'Spende', dues: 'Mitgliedsbeitrag', ticket: 'Beitrag zu einem Termin', grant: 'Zuschuss' },
  receiptSubject: (amount, group) => `Quittung: ${amount} für ${group}`,
  receiptThanks: (group) => `Danke. ${group} hat bekommen, was du gegeben hast.`,
  receiptLine: ({ number, amount, day, purpose }) => `Nr. ${number} · ${amount} · eingegangen am ${day} · ${purpose}`,
  dueSubject: (amount, group) => `${amount} für ${group}`,
  dueLine: ({ amount, purpose, day }) => `${purpose}: ${amount}, fällig am ${day}.`,
  ticketLine: ({ amount, purpose, day }) =>
    `${purpose}: ${amount} für deine Plätze am ${day}. Niemand muss es geben, um zu kommen.`,
  event: 'Zum Treffen',
  reminderLine: ({ amount, purpose, day }) =>
    `Eine Erinnerung von der Kasse. ${purpose}: ${amount} waren am ${day} fällig.`,
  reminderPlain: ({ amount, purpose }) => `Eine Erinnerung von der Kasse. ${purpose}: ${amount} fehlen noch.`,
  howTransfer: ({ name, iban, reference }) =>
    `Per Überweisung an ${name}, ${iban}. Schreib ${reference} dazu, damit sie gefunden wird.`,
  howElse: (reference) => `In bar, oder frag die Kasse nach dem Konto. Das Zeichen ist ${reference}.`,
};

export type GiftMailWords = typeof en;

/** The words in a language; English where we have none. */
export function giftMailWords(locale: string): GiftMailWords {
  return locale.startsWith('de') ? de : en;
}
