import * as v from 'valibot';
import { readAmount } from '../../platform/money.ts';

/** A typed amount in a currency, which another field may choose, as minor units; what cannot be read says how to mend it. */
export function amountField(currency: string | (() => string)) {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const read = readAmount(dataset.value, typeof currency === 'string' ? currency : currency());
      if (read.ok) return read.minor;
      addIssue({ message: read.message });
      return NEVER;
    }),
  );
}

/** A day of the calendar, "2027-03-13", that has been typed. */
export const dayField = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, 'money.fault.day'));
