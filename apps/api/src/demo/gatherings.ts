import { AfterService, PollClosing, PollsService, PollsStore } from '../events/index.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { group } from './year/people.ts';

type Word = 'yes' | 'maybe' | 'no';

/** A date poll of the year: who asks, which dates, who says what ("ymn" in the order of the dates, "-" says nothing). */
interface Asked {
  readonly days: number;
  readonly closes: number;
  readonly by: number;
  readonly title: string;
  readonly body: string;
  readonly dates: readonly number[];
  readonly start: string;
  readonly end: string;
  readonly answers: readonly string[];
  /** When its author chooses the date with the most yes, and what is written afterwards. */
  readonly chosen?: { readonly days: number; readonly at: number; readonly summary: string };
}

/** One that became an event, and one that is open and waits for the first of the group. */
export const asked: readonly Asked[] = [
  {
    days: -34,
    closes: -28,
    by: 2,
    title: 'Big clean of the workshop',
    body: 'Three hours, then cake.',
    dates: [-20, -19, -13],
    start: '10:00:00',
    end: '13:00:00',
    answers: ['yym', 'nyy', 'myn', 'nyn', 'yyy', 'ny-', 'mmy', 'nnn', '-yn'],
    chosen: {
      days: -27,
      at: 1,
      summary: 'Nine sacks of cable, **one working gramophone**, and the floor is grey, not brown. Thank you all.',
    },
  },
  {
    days: -2,
    closes: 4,
    by: 6,
    title: 'Paint the window frames',
    body: 'Only if it is dry. Brushes are there.',
    dates: [12, 13, 19],
    start: '14:00:00',
    end: '18:00:00',
    answers: ['yny', 'ymn', 'yym', 'nyy', 'y-n'],
  },
];

/** The acts of a date poll: asked, answered by those who come after its author, closed, remembered. */
export function gatherings(house: House, time: TimeTravel): { days: number; run: () => Promise<unknown> }[] {
  return asked.flatMap((one) => {
    let id = '';
    const options = async (): Promise<string[]> =>
      (await house.part(PollsStore).options(house.reads, id)).map((option) => option.id);
    return [
      {
        days: one.days,
        run: async () => {
          id = await house.part(PollsService).create(house.who(one.by), {
            groupId: house.groupId,
            title: one.title,
            body: one.body,
            visibility: 'public',
            placeName: 'The Weir House',
            closesAt: time.instant(one.closes),
            candidates: one.dates.map((days) => ({
              startLocal: `${time.day(days)}T${one.start}`,
              endLocal: `${time.day(days)}T${one.end}`,
              zone: group.zone,
            })),
          });
        },
      },
      ...one.answers.map((said, at) => ({
        days: one.days + 0.5 + at / 100,
        run: async () => {
          const ids = await options();
          const answers = [...said].flatMap((letter, n) =>
            letter === '-' ? [] : [{ optionId: ids[n]!, answer: wordOf(letter) }],
          );
          await house.part(PollsService).answer(house.who(one.by + 1 + at), { pollId: id, answers });
        },
      })),
      ...(one.chosen
        ? [
            {
              days: one.chosen.days,
              run: async () => {
                const eventId = await house
                  .part(PollClosing)
                  .close(house.who(one.by), id, (await options())[one.chosen!.at]!);
                house.remember(one.title, eventId);
              },
            },
            {
              days: one.dates[one.chosen.at]! + 1,
              run: () =>
                house.part(AfterService).writeSummary(house.who(one.by), house.event(one.title), one.chosen!.summary),
            },
          ]
        : []),
    ];
  });
}

function wordOf(letter: string): Word {
  return letter === 'y' ? 'yes' : letter === 'm' ? 'maybe' : 'no';
}
