import { ProposalRecordDocument, type ProposalRecordQuery } from './gql/graphql.ts';
import { fileNameOf, markdownOf } from './features/decisions/record/markdown.ts';
import { recordOf } from './features/decisions/record/record.ts';
import { bringWords, i18n, isLocale, locales, showLocale } from './platform/words.ts';

// What the server takes of the pages: the record of a decision is written once, for the screen and for the address of its Markdown.
await bringWords([
  'allot',
  'cards',
  'decisions',
  'effects',
  'kinds',
  'life',
  'money',
  'people',
  'register',
  'secret',
  'stand',
]);
for (const one of locales) await showLocale(one);

export const document = ProposalRecordDocument;

/** The Markdown of a record and the name of its file, in a language; nothing waits in between, so that requests do not mix. */
export function write(
  data: ProposalRecordQuery,
  { locale, address }: { locale: string; address: string },
): { name: string; text: string } {
  const { proposal } = data;
  if (!proposal) throw new Error('There is no such proposal.');
  i18n.global.locale.value = isLocale(locale) ? locale : 'en';
  return {
    name: fileNameOf(proposal.number, proposal.title),
    text: markdownOf(recordOf({ ...data, proposal }, address)),
  };
}
