import { beforeAll, expect, test } from 'vitest';
import { bringWords, showLocale } from '../../../platform/words.ts';
import { refusalText } from './ballotForm.ts';

const proposal = {
  options: [{ id: 'a', label: 'Boat shed' }],
  settings: { dots: 8, highest: 5, max: 2 },
} as never;

beforeAll(() => bringWords(['cards', 'decisions']));

test.each([
  ['RANK_GAP', 'A place of your ranking is empty.', 'Ein Platz deiner Reihung ist leer.'],
  ['RANK_DUPLICATE', '“Boat shed” stands on your ballot twice.', '„Boat shed“ steht zweimal auf deinem Stimmzettel.'],
  ['DOTS_EXCEEDED', 'You have 8 dots and gave more.', 'Du hast 8 Klebepunkte und hast mehr vergeben.'],
  ['OPTION_WITHDRAWN', '“Boat shed” was withdrawn.', '„Boat shed“ wurde zurückgezogen.'],
  [
    'TEXT_CHANGED',
    'The proposal was changed since you opened it.',
    'Der Vorschlag wurde geändert, seit du ihn geöffnet hast.',
  ],
  ['TOO_MANY', 'Choose 2 at most.', 'Wähle höchstens 2.'],
  ['SCORE_RANGE', 'Scores go from 0 to 5.', 'Punkte gehen von 0 bis 5.'],
])('a ballot that is refused for %s says so in both languages', async (code, english, german) => {
  const refused = { code, message: 'of the server', option: 'a' };
  await showLocale('en');
  expect(refusalText(proposal, refused)).toContain(english);
  await showLocale('de');
  expect(refusalText(proposal, refused)).toContain(german);
});

test('what has no words here is said as the server says it', () =>
  expect(refusalText(proposal, { message: 'of the server', code: 'NEW' })).toBe('of the server'));
