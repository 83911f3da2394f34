import * as v from 'valibot';

/** A person's name as they write it themselves: one field, nothing taken apart. */
export const nameField = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('people.fault.name'),
  v.maxLength(120, 'people.fault.nameLong'),
);

export const emailField = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('people.fault.email'),
  v.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'people.fault.emailForm'),
);
