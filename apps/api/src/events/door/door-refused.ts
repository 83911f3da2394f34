import { Refusal } from '../../platform/graphql/errors.ts';
import { type Words } from '../../platform/words/words.ts';

/** Why something could not be done at a door, for screens that say it in their own words. */
export const doorReasons = [
  'full',
  'overbook',
  'cancelled',
  'postponed',
  'unknown_code',
  'not_listed',
  'name',
  'seats',
  'arrived',
  'other',
] as const;
export type DoorReason = (typeof doorReasons)[number];

/** What a door refuses, beside input that cannot be taken. */
export class DoorRefused extends Refusal {
  constructor(reason: DoorReason, words: string | Words) {
    super('CONFLICT', words, { reason });
  }
}

/** The reason of a refusal: its own, or the field that cannot be taken. */
export function doorReasonOf({ extensions }: Refusal): DoorReason {
  const said = extensions['reason'] ?? extensions['field'];
  return doorReasons.find((reason) => reason === said) ?? 'other';
}
