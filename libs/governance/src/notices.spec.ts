import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matterOf, needsSomeone, noticeAfter, noticeRules, noticeStatuses, type NoticeStep } from './notices.ts';
import { presets, rulebookOf } from './rulebook.ts';

const steps = [
  'object',
  'stand',
  'withdraw',
  'change',
  'settle',
  'raise',
  'done',
  'handBack',
  'take',
] as const satisfies readonly NoticeStep[];

describe('the life of a notice', () => {
  test.each([
    ['posted', { object: 'talk', stand: 'standing', withdraw: 'withdrawn', change: 'posted' }],
    ['talk', { object: 'talk', settle: 'posted', withdraw: 'withdrawn', change: 'posted', raise: 'raised' }],
    ['standing', { done: 'done', handBack: 'free', take: 'standing' }],
    ['free', { take: 'standing', withdraw: 'withdrawn' }],
    ['done', {}],
    ['withdrawn', {}],
    ['raised', {}],
  ] as const)('%s', (status, leads) => {
    for (const step of steps)
      expect([step, noticeAfter(status, step)]).toEqual([step, (leads as Record<string, string>)[step] ?? null]);
  });

  test('whatever is done with it, it stands only after a silence, and becomes a proposal only after an objection', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), (taken) => {
        let status: (typeof noticeStatuses)[number] = 'posted';
        let wasSilent = false;
        let isDisputed = false;
        for (const step of taken) {
          const next = noticeAfter(status, step);
          if (next === null) continue;
          if (step === 'stand') wasSilent = !isDisputed;
          if (step === 'object') isDisputed = true;
          if (step === 'change' || step === 'settle') isDisputed = false;
          status = next;
        }
        if (status === 'standing' || status === 'done') expect(wasSilent).toBe(true);
        if (status === 'raised') expect(isDisputed).toBe(true);
      }),
    );
  });
});

test.each([
  ['standing', '2026-03-10', '2026-03-10', false],
  ['standing', '2026-03-10', '2026-03-11', true],
  ['standing', null, '2026-03-11', false],
  ['free', null, '2026-03-11', true],
  ['posted', '2026-03-10', '2026-03-11', false],
  ['done', '2026-03-10', '2026-03-11', false],
] as const)('%s, to be done by %s, on %s waits for somebody: %s', (status, untilOn, today, waits) => {
  expect(needsSomeone({ status, untilOn }, today)).toBe(waits);
});

test('a matter is the same however it is written, and another where its words, amount or day differ', () => {
  const one = { title: 'New kettle', body: 'A big one.', minor: '3000', untilOn: null };
  expect(matterOf({ ...one, title: ' NEW  kettle! ', body: 'a big, one' })).toBe(matterOf(one));
  for (const other of [{ title: 'Old kettle' }, { body: 'A small one.' }, { minor: '2000' }, { untilOn: '2026-04-01' }])
    expect(matterOf({ ...one, ...other })).not.toBe(matterOf(one));
});

test('each kind of group begins with its own limits, and a rulebook of before has those of a club', () => {
  const limits = presets.map((preset) => noticeRules(rulebookOf(preset, 'closed')));
  expect(limits).toEqual([
    { hours: 24, maxOpen: 5, spendMax: '3000' },
    { hours: 48, maxOpen: 3, spendMax: '5000' },
    { hours: 72, maxOpen: 3, spendMax: '5000' },
  ]);
  expect(noticeRules({})).toEqual(limits[1]);
});
