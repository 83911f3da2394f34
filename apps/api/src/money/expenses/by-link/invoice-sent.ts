import { type Actor, visitor } from '../../../platform/actor.ts';

/** What the fields of the form say. */
export type InvoiceForm = Readonly<Record<string, string | undefined>>;

/** Why a bill was not taken, and at which field; `field` is unknown where it is none of the form’s. */
export interface InvoiceFault {
  readonly text: string;
  readonly field: unknown;
}

/** A bill as it came by its link; amounts in minor units. */
export interface SentInvoice {
  readonly what: string;
  readonly minor: string;
  readonly currency: string;
  readonly spentOn: string;
  readonly note: string;
  /** Whether an account was named. It stands sealed elsewhere. */
  readonly hasAccount: boolean;
}

/** What the page of the link shows. */
export interface InvoicePage {
  readonly expenseId: string;
  readonly bookId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly currency: string;
  readonly askerId: string;
  readonly askerName: string;
  readonly name: string;
  readonly title: string;
  readonly state: string;
  readonly sent: SentInvoice | null;
  readonly files: readonly string[];
  readonly today: string;
  readonly paid: string;
  readonly total: string;
  readonly bookedIn: string;
}

/** Whoever asked acts for whoever was asked: the draft is theirs. */
export const askerOf = ({ askerId }: InvoicePage): Actor => ({ ...visitor, personId: askerId });

/** Whether an account was named this time. */
export const accountTyped = (form: InvoiceForm): boolean => (form['iban'] ?? '').trim() !== '';
