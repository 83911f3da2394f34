import { BadInput } from '../platform/graphql/errors.ts';
import { longText, tidyName } from '../platform/names.ts';
import { checkedTags } from '../platform/tags.ts';
import { type EventAccessInput, accessKeys } from './event-details.graphql.ts';
import type { EventFieldsInput } from './events.graphql.ts';
import { say } from '../platform/words/words.ts';

/** What helps people to choose an event. A field that was not sent is not among them: it stays as it is. */
export interface CheckedDetails {
  readonly summary?: string;
  readonly kind?: string;
  readonly language?: string;
  readonly price_note?: string;
  readonly locality?: string;
  readonly tags?: string[];
  readonly access?: string;
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Checks the details of an event; throws BAD_USER_INPUT naming the field. */
export function checkedDetails(input: EventFieldsInput): CheckedDetails {
  const line = (field: 'summary' | 'priceNote' | 'locality', what: string, max: number): string =>
    tidyName(longText(field, input[field], { what, max }));
  return {
    ...(input.summary === undefined ? {} : { summary: line('summary', 'The summary', 300) }),
    ...(input.kind === undefined && input.onlineUrl === undefined ? {} : { kind: input.kind ?? kindOf(input) }),
    ...(input.language === undefined ? {} : { language: checkedLanguage(input.language) }),
    ...(input.priceNote === undefined ? {} : { price_note: line('priceNote', 'The price', 120) }),
    ...(input.locality === undefined ? {} : { locality: line('locality', 'The town', 100) }),
    ...(input.tags === undefined ? {} : { tags: checkedTags(input.tags ?? []) }),
    ...(input.access === undefined ? {} : { access: JSON.stringify(checkedAccess(input.access ?? {})) }),
  };
}

/** Where it takes place, for those who did not say. */
function kindOf(input: EventFieldsInput): string {
  if (!input.onlineUrl?.trim()) return 'in_person';
  return input.placeName?.trim() || input.placeAddress?.trim() ? 'hybrid' : 'online';
}

function checkedLanguage(text: string | null): string {
  const language = (text ?? '').trim();
  if (language !== '' && !LANGUAGE.test(language))
    throw new BadInput('language', say`"${language.slice(0, 20)}" is no language tag. It looks like en or pt-BR.`);
  return language;
}

/** Only what is known is kept. */
function checkedAccess(access: EventAccessInput): Record<string, string> {
  const known = accessKeys.flatMap((key) => {
    const answer = access[key];
    return answer && answer !== 'unknown' ? [[key, answer] as const] : [];
  });
  const note = longText('access', access.note, { what: 'The note on access', max: 500 });
  return { ...Object.fromEntries(known), ...(note ? { note } : {}) };
}
