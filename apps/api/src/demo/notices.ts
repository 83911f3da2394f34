import { Closer, Openings } from '../decisions/index.ts';
import { NoticeObjections, NoticePosting, NoticeWindows } from '../notices/index.ts';
import { Database } from '../platform/database/database.ts';
import { row } from '../platform/database/sql.ts';
import type { INestApplicationContext } from '@nestjs/common';
import type { Act } from './acts.ts';
import type { House } from './house.ts';
import type { TimeTravel } from './time.ts';
import { group } from './year/people.ts';
import { notices } from './year/questions.ts';

/** What was done without a vote: a notice that became a proposal, one that stands, and one that can still be objected to. */
export function noticesOf(app: INestApplicationContext, house: House, time: TimeTravel): Act[] {
  const { music, screws, shelf } = notices;
  let id = '';
  let proposalId = '';
  const posts = async (of: { by: number; title: string; body: string; untilOn?: string; minor?: number }) => {
    const { by, minor, ...fields } = of;
    const amount = minor ? { minor: BigInt(minor), currency: group.currency } : null;
    const made = await app
      .get(NoticePosting)
      .post(house.who(by), { groupId: house.groupId, fields: { ...fields, amount } });
    await app.get(Database).transaction((tx) => app.get(NoticeWindows).begin(tx, made));
    return made;
  };
  const votes = (option: string, who: readonly number[]): Act[] =>
    who.map((at, n) => ({
      days: music.days + 2.2 + n / 100,
      run: () => house.votes(at, proposalId, { option }),
    }));
  return [
    { days: music.days, run: async () => void (id = await posts(music)) },
    {
      days: music.days + 1,
      run: () =>
        app
          .get(NoticeObjections)
          .object(house.who(music.objects.by), { id, textVersion: 1, reason: music.objects.reason }),
    },
    {
      days: music.days + 2,
      run: async () => {
        proposalId = await app.get(NoticeObjections).raise(house.who(music.objects.by), id);
        await app.get(Openings).open(house.who(music.objects.by), proposalId);
      },
    },
    ...votes('consent', music.consent),
    ...votes('stand_aside', music.standAside),
    {
      days: music.days + 9,
      run: async () => {
        const due = await row<{ open: boolean }>(
          app.get(Database).reads,
          `SELECT closes_at > clock_now() AS open FROM proposal WHERE id = $1`,
          [proposalId],
        );
        if (due?.open) throw new Error('the vote of the demo is still open');
        await app.get(Closer).closeDue();
      },
    },
    { days: screws.days, run: () => posts({ ...screws, untilOn: time.day(screws.until) }) },
    { days: screws.days + 2.5, run: () => app.get(NoticeWindows).standDue() },
    { days: shelf.days, run: () => posts(shelf) },
  ];
}
