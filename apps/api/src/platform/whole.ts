import { BadInput } from './graphql/errors.ts';
import { say, term } from './words/words.ts';

/** A whole number of a form within its limits; throws BAD_USER_INPUT naming the field. */
export function wholeBetween(field: string, value: number, of: { what: string; min: number; max: number }): number {
  if (!Number.isInteger(value) || value < of.min || value > of.max)
    throw new BadInput(field, say`${term(of.what)} must be from ${of.min} to ${of.max}.`);
  return value;
}
