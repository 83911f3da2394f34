import { type StatementFault, type StatementField } from '#libs/money';
import { say, type Words } from '../../platform/words/words.ts';

const fields: Readonly<Record<StatementField, Words>> = {
  amount: say`the amount`,
  day: say`the day`,
  'opening balance': say`the balance at the beginning`,
  'closing balance': say`the balance at the end`,
  direction: say`whether it came in or went out`,
  balance: say`the balance after it`,
};

/** Why a file of a bank is not taken in, in words that name line and field. */
export function wordsOfFault(fault: StatementFault): Words {
  switch (fault.code) {
    case 'not-a-statement':
      return say`This is no statement that can be read: choose a file in the form CAMT.053, OFX or CSV.`;
    case 'too-large':
      return say`The file is larger than ${fault.most / 1_000_000} MB. Export a shorter time.`;
    case 'not-well-formed':
      return say`The file is broken at row ${fault.row}. Export it from the bank again.`;
    case 'has-dtd':
      return say`The file declares a document type, which no bank does. It is not read.`;
    case 'missing-column':
      return say`The file has no column "${fault.column}". Say again which column is which.`;
    case 'unknown-currency':
      return say`The file names a currency that is not known: "${fault.value}".`;
    case 'mixed-currencies':
      return fault.line === 0
        ? say`The balances are in ${fault.other}, but the account is kept in ${fault.currency}.`
        : say`Line ${fault.line} is in ${fault.other}, but the account is kept in ${fault.currency}.`;
    case 'does-not-add-up': {
      const difference = { minor: fault.difference, currency: fault.currency };
      return say`The balance at the beginning and the lines do not make the balance at the end: the difference is ${difference}. Export the whole time again.`;
    }
    case 'broken-field':
      return fault.line === 0
        ? say`In the head of the statement, ${fields[fault.field]} cannot be read: "${fault.value}".`
        : say`In line ${fault.line}, ${fields[fault.field]} cannot be read: "${fault.value}".`;
  }
}
