import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerableEvent, type Answering, answerFault, eligibility, type Question, tidyAnswers } from './index.ts';

const event: AnswerableEvent = {
  status: 'scheduled',
  now: 100,
  endAt: 300,
  opensAt: null,
  closesAt: 200,
  joinMode: 'open',
  audience: 'public',
  guests: true,
  maybe: true,
  companionsMax: 2,
  questions: [],
  free: 3,
  waitlist: 'auto',
  queued: false,
};
const who: Answering = {
  sees: true,
  known: true,
  host: false,
  invited: false,
  belongs: true,
  own: null,
  answer: 'going',
  companions: 0,
  answers: [],
};
const diet: Question = { id: 'q', kind: 'choice', choices: ['all', 'vegan'], required: true };

describe('who may answer, and what follows', () => {
  test.each<[string, Partial<AnswerableEvent>, Partial<Answering>, string | null, string | null]>([
    ['what is not seen is not there', { status: 'cancelled' }, { sees: false }, 'hidden', null],
    ['a cancelled one takes nothing', { status: 'cancelled' }, {}, 'cancelled', null],
    ['what is over takes nothing', { now: 300 }, {}, 'over', null],
    ['elsewhere', { joinMode: 'external' }, {}, 'external', 'go-elsewhere'],
    ['nobody needs to answer', { joinMode: 'none' }, {}, 'none', null],
    ['not open yet', { opensAt: 150 }, {}, 'not-open', 'wait-until-open'],
    ['after the deadline', { now: 200 }, {}, 'closed', 'ask-host'],
    ['declining is possible until the end', { now: 299 }, { answer: 'no' }, null, 'answer'],
    ['who comes may still bring others after it', { now: 250 }, { own: { status: 'going', seats: 1 } }, null, 'answer'],
    ['only the invited', { audience: 'invited' }, {}, 'not-invited', 'ask-host'],
    ['an invited address', { audience: 'invited', guests: false }, { known: false, invited: true }, null, 'answer'],
    ['members', { audience: 'group' }, { belongs: false }, 'not-member', 'join-group'],
    ['a visitor where guests may not', { guests: false }, { known: false }, 'sign-in', 'sign-in'],
    ['who was taken off', {}, { own: { status: 'removed', seats: 1 } }, 'removed', 'ask-host'],
    ['a maybe where there is none', { maybe: false }, { answer: 'maybe' }, 'no-maybe', 'mend'],
    ['too many companions', {}, { companions: 3 }, 'companions', 'mend'],
    ['half a companion', {}, { companions: 0.5 }, 'companions', 'mend'],
    ['a question that needs an answer', { questions: [diet] }, {}, 'question', 'mend'],
    ['asked before the seats', { free: 0, questions: [diet] }, {}, 'question', 'mend'],
    ['hosts decide', { joinMode: 'approval' }, {}, null, 'request'],
    ['full', { free: 0 }, {}, 'full', 'join-waitlist'],
    ['behind a queue', { queued: true }, {}, 'full', 'join-waitlist'],
    ['full is full', { free: 0, waitlist: 'off' }, {}, 'full', null],
    [
      'a larger party that does not fit',
      { free: 0 },
      { companions: 1, own: { status: 'going', seats: 1 } },
      'full',
      null,
    ],
  ])('%s', (_, change, by, reason, nextStep) => {
    expect(eligibility({ ...event, ...change }, { ...who, ...by })).toMatchObject({ reason, nextStep });
  });

  test('nobody who does not see it learns anything else about it', () => {
    const anything = fc.record({
      status: fc.constantFrom('scheduled', 'cancelled', 'draft'),
      now: fc.integer({ min: 0, max: 400 }),
      free: fc.option(fc.integer({ min: 0, max: 9 })),
      joinMode: fc.constantFrom('open', 'approval', 'external', 'none'),
    });
    fc.assert(
      fc.property(anything, (change) => {
        expect(eligibility({ ...event, ...change } as AnswerableEvent, { ...who, sees: false }).reason).toBe('hidden');
      }),
    );
  });
});

describe('answers to questions', () => {
  const ask = (kind: Question['kind'], ...said: string[]) =>
    answerFault([{ id: 'q', kind, choices: ['a', 'b'], required: true }], tidyAnswers([{ questionId: 'q', said }]))
      ?.fault ?? null;
  test.each([
    ['text', ['  '], 'missing'],
    ['text', ['soup'], null],
    ['text', ['x'.repeat(201)], 'too-long'],
    ['choice', ['c'], 'unknown-choice'],
    ['choice', ['a', 'b'], 'too-many'],
    ['multi', ['a', 'b'], null],
    ['multi', ['a', 'a'], 'too-many'],
    ['number', ['2,5'], 'no-number'],
    ['number', ['-2.5'], null],
    ['yes_no', ['perhaps'], 'unknown-choice'],
  ] as const)('%s %j is %s', (kind, said, fault) => expect(ask(kind, ...said)).toBe(fault));
  test('to what nobody asks is refused', () => {
    expect(answerFault([], [{ questionId: 'x', said: ['y'] }])?.fault).toBe('unknown-question');
  });
});
