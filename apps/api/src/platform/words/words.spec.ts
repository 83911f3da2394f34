import { expect, test } from 'vitest';
import { german } from './de/index.ts';
import { keptWords, say, term } from './words.ts';

test('a sentence is said in the language of the reader, what somebody wrote stays as it is', () => {
  const words = say`${term('The title')} has ${201} characters; it may have ${200} at most.`;
  expect(words.in('en')).toBe('The title has 201 characters; it may have 200 at most.');
  expect(words.in('de')).toBe('Der Titel hat 201 Zeichen; erlaubt sind höchstens 200.');
  expect(say`Two options are called "${'The title'}". Give each a name of its own.`.in('de')).toContain('„The title“');
});

test('what the catalogue lacks is said in English, and a gap never opens another', () => {
  expect(say`Nobody has translated ${'{0}{1}'}.`.in('de')).toBe('Nobody has translated {0}{1}.');
});

test('an amount is written as its reader writes it, also after it was kept', () => {
  const words = say`The fund ${'General'} has ${{ minor: 123_450n, currency: 'EUR' }} available, which is less than this.`;
  const kept = keptWords(JSON.parse(JSON.stringify(words)) as unknown[]);
  for (const one of [words, kept]) {
    expect(one.in('en')).toContain('€1,234.50');
    expect(one.in('de')).toContain('1.234,50\u00a0€');
  }
});

test('words are the same after they were kept', () => {
  const words = say`${term('The note')} is missing. ${7n} ${'[x]'}`;
  const kept = keptWords(JSON.parse(JSON.stringify(words)) as unknown[]);
  expect([kept.in('en'), kept.in('de')]).toEqual([words.in('en'), words.in('de')]);
});

test('a translation has the gaps of its sentence', () => {
  const gaps = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].toSorted();
  expect(Object.entries(german).filter(([key, sentence]) => gaps(key).join() !== gaps(sentence).join())).toEqual([]);
});
