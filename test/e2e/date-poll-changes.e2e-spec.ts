import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PollClock } from '../../apps/api/src/events/polls/poll-clock.service.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, joins, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// An open date poll changes: its words, place, deadline and dates; takers are told once, their calendars follow, answers are kept.
interface Option {
  id: string;
  startLocal: string;
  endLocal: string;
  zone: string;
  placeName: string;
  yes: number;
  isNew: boolean;
}
interface Poll {
  id: string;
  version: number;
  title: string;
  body: string;
  placeName: string;
  closesAt: string;
  isOver: boolean;
  eventId: string | null;
  options: Option[];
  withdrawn: { id: string; yes: number; ifNeedBe: number }[];
  sheets: { name: string; answers: { optionId: string; answer: string }[] }[];
  guests: boolean;
  least: number;
  capacity: number | null;
  needed: { personId: string; why: string }[];
  can: { update: boolean };
}
const fields = `id version guests least capacity needed { personId why } title body placeName closesAt isOver eventId options { id startLocal endLocal zone placeName yes isNew }
  withdrawn { id yes ifNeedBe } sheets { name answers { optionId answer } } can { update }`;
const create = `mutation ($input: CreateDatePollInput!) { createDatePoll(input: $input) { ${fields} } }`;
const update = `mutation ($input: UpdateDatePollInput!) { updateDatePoll(input: $input) { ${fields} } }`;
const answer = `mutation ($input: AnswerDatePollInput!) { answerDatePoll(input: $input) { ${fields} } }`;
const close = `mutation ($id: ID!, $optionId: ID!) { closeDatePoll(id: $id, optionId: $optionId) { ${fields} } }`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const unfold = (ics: string): string => ics.replaceAll('\r\n ', '');
const date = (days: number, hour = 19): Pick<Option, 'startLocal' | 'endLocal' | 'zone'> => ({
  startLocal: wall(days, hour),
  endLocal: wall(days, hour + 3),
  zone: 'Europe/Brussels',
});

describe.each(engines)('on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let poll: Poll;
  let guestLink: string;
  let feed: string;
  const seen = (by: Client): Promise<Poll> =>
    by.get<Poll>(`query ($id: ID!) { datePoll(id: $id) { ${fields} } }`, { id: poll.id });
  const stands = (): object[] =>
    poll.options.map(({ id, startLocal, endLocal, zone, placeName }) => ({
      id,
      startLocal,
      endLocal,
      zone,
      placeName,
    }));
  const input = (more: object = {}): object => ({
    id: poll.id,
    expectedVersion: poll.version,
    title: poll.title,
    body: poll.body,
    placeName: poll.placeName,
    closesAt: poll.closesAt,
    candidates: stands(),
    ...more,
  });
  const changes = async (more: object, by = ben): Promise<Poll> =>
    (poll = await by.get<Poll>(update, { input: input(more) }));
  const says = (by: Client, words: Readonly<Record<string, string>>): Promise<Poll> =>
    by.get<Poll>(answer, {
      input: {
        pollId: poll.id,
        answers: Object.entries(words).map(([optionId, word]) => ({ optionId, answer: word })),
      },
    });
  const mailsTo = async (email: string, subject = 'Changed:%'): Promise<string[]> => {
    await world.settle();
    const found = await world.database.reads.query<{ subject: string }[]>(
      'SELECT subject FROM mail WHERE recipient = $1 AND subject LIKE $2 ORDER BY created_at',
      [email, subject],
    );
    return found.map(({ subject }) => subject);
  };
  const entries = async (): Promise<string[]> =>
    unfold(await (await world.visitor().fetch(feed)).text())
      .split('BEGIN:VEVENT')
      .slice(1);

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    const groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    poll = await ben.get<Poll>(create, {
      input: {
        groupId,
        title: 'Rehearsal',
        placeName: 'Mill',
        visibility: 'PUBLIC',
        closesAt: new Date(Date.now() + 3 * 86_400_000),
        candidates: [date(10), date(11), date(12)],
      },
    });
    const [first, second] = poll.options as [Option, Option];
    await says(cleo, { [first.id]: 'YES', [second.id]: 'IF_NEED_BE' });
    await world
      .visitor()
      .get('mutation ($input: AnswerDatePollAsGuestInput!) { answerDatePollAsGuest(input: $input) }', {
        input: {
          pollId: poll.id,
          name: 'Vera',
          email: 'vera@example.org',
          answers: [{ optionId: first.id, answer: 'YES' }],
        },
      });
    const confirm = new URL((await world.mailTo('vera@example.org')).links[0]!).pathname;
    const done = await world.visitor().fetch(confirm, { method: 'POST', headers: form, body: '' });
    guestLink = done.headers.get('location')!;
    const url = await cleo.get<{ url: string }>('mutation { createCalendarFeed(label: "phone") { url } }');
    feed = new URL(url.url).pathname;
  }, 60_000);
  afterAll(() => world?.stop());

  test('what can not be is refused in words that name the field; who did not ask may not change it', async () => {
    const wrong: [object, string, RegExp][] = [
      [{ title: ' ' }, 'title', /missing/],
      [{ candidates: [] }, 'candidates', /at least one date/],
      [{ candidates: [...stands(), date(-2)] }, 'candidates', /Date 4: The start is in the past/],
      [{ candidates: [{ ...date(10), id: poll.id }] }, 'candidates', /Date 1 is not, or no more, of this poll/],
      [{ candidates: [...stands(), date(11)] }, 'candidates', /Date 2 and date 4 are the same/],
      [{ closesAt: new Date(Date.now() - 1000) }, 'closesAt', /in the past/],
      [{ candidates: [date(2)] }, 'closesAt', /before the last of the dates/],
      [{ least: -1 }, 'least', /from 0 to 1000/],
      [{ capacity: 0 }, 'capacity', /from 1 to 100000/],
      [{ needed: [{ personId: poll.id }] }, 'needed', /not a member/],
    ];
    for (const [more, field, words] of wrong) {
      const refusal = await ben.refusalOf(update, { input: input(more) });
      expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
      expect(refusal!.message).toMatch(words);
    }
    expect(await cleo.refusalOf(update, { input: input() })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ben.refusalOf(update, { input: input({ expectedVersion: 7 }) })).toMatchObject({ code: 'CONFLICT' });
    expect((await seen(cleo)).can.update).toBe(false);
    expect((await changes({})).version).toBe(1);
  });

  test('how many must come, how many can, who must be there and whether guests may answer are changed, and nobody is mailed', async () => {
    const before = poll.version;
    const benId = await ben.get<{ id: string }>('{ viewer { id } }').then(({ id }) => id);
    const wish = { least: 3, capacity: 12, guests: false, needed: [{ personId: benId, why: 'has the key' }] };
    await changes(wish);
    expect(poll).toMatchObject({ ...wish, version: before + 1 });
    await changes({});
    expect(poll).toMatchObject({ ...wish, version: before + 1 });
    await changes({ least: 0, capacity: null, guests: true, needed: [] });
    expect(poll).toMatchObject({ least: 0, capacity: null, guests: true, needed: [], version: before + 2 });
    expect(await mailsTo('cleo@example.org')).toEqual([]);
  });

  test('dates are added and taken back; what was said to them is kept, and who answered is asked for the new ones', async () => {
    const [first, second, third] = poll.options as [Option, Option, Option];
    await changes({ title: 'First rehearsal', candidates: [...stands().slice(1), date(14)] });
    expect(poll).toMatchObject({ version: 4, withdrawn: [{ id: first.id, yes: 2, ifNeedBe: 0 }] });
    expect(poll.options.map(({ id }) => id).slice(0, 2)).toEqual([second.id, third.id]);
    const added = poll.options[2]!;
    expect((await seen(cleo)).options.map(({ isNew }) => isNew)).toEqual([false, false, true]);
    expect(await cleo.get('{ datePollsWaiting { title hasMine } }')).toEqual([
      { title: 'First rehearsal', hasMine: false },
    ]);
    expect(
      await cleo.refusalOf(answer, { input: { pollId: poll.id, answers: [{ optionId: first.id, answer: 'NO' }] } }),
    ).toMatchObject({ field: 'answers', message: expect.stringContaining('no more') as string });
    const after = await says(cleo, { [second.id]: 'YES', [added.id]: 'YES' });
    expect(after).toMatchObject({ withdrawn: [{ id: first.id, yes: 2 }] });
    expect(after.sheets.find(({ name }) => name === 'Cleo')!.answers).toHaveLength(2);
    expect(await cleo.get('{ datePollsWaiting { title } }')).toEqual([]);
  });

  test('the calendar of a taker cancels the date that was taken back and shows the new one', async () => {
    const found = await entries();
    expect(found.map((one) => /STATUS:(\w+)/.exec(one)![1])).toEqual(['CANCELLED', 'TENTATIVE', 'TENTATIVE']);
    expect(found[0]).toContain('SEQUENCE:1');
    expect(found.every((one) => one.includes('SUMMARY:First rehearsal?'))).toBe(true);
  });

  test('changes of ten minutes are one mail to each who answered, none to others, and what was put back is told to nobody', async () => {
    await changes({ placeName: 'Barn', title: 'Rehearsal' });
    await changes({ closesAt: new Date(Date.now() + 5 * 86_400_000) });
    expect(await mailsTo('cleo@example.org')).toEqual([]);
    await world.clockPasses('11 minutes');
    for (let n = 0; n < 2; n += 1)
      expect(await mailsTo('cleo@example.org')).toEqual(['Changed: When can you? Rehearsal']);
    const mail = await world.mailTo('vera@example.org');
    expect(mail.text).toMatch(/New, say whether you can: /);
    expect(mail.text).toMatch(/Taken back: /);
    expect(mail.text).toContain('Place: Barn');
    expect(mail.text).toContain('Answer until');
    expect(mail.text).not.toContain('It is called');
    expect(mail.links[0]).toContain('/l/dates/');
    expect((await mailsTo('ana@example.org')).concat(await mailsTo('ben@example.org'))).toEqual([]);
    expect((await entries()).at(-1)).toContain('LOCATION:Barn');
    await changes({ title: 'Rehersal', notify: false });
    await changes({ title: 'Rehearsal', notify: false });
    await world.clockPasses('22 minutes');
    expect(await mailsTo('cleo@example.org')).toHaveLength(1);
    await world.clockPasses('0 minutes');
  });

  test('a guest answers the new date by the same link', async () => {
    const page = await (await world.visitor().fetch(guestLink)).text();
    expect(page.match(/<fieldset/g)).toHaveLength(3);
    const body = new URLSearchParams({ [poll.options[2]!.id]: 'yes' });
    await world.visitor().fetch(guestLink, { method: 'POST', headers: form, body: body.toString() });
    poll = await seen(ben);
    expect(poll.options[2]!.yes).toBe(2);
    expect(poll.withdrawn[0]!.yes).toBe(2);
  });

  test('another time is another date; a date that comes back has its answers again', async () => {
    const [withdrawn] = poll.withdrawn;
    const [second, third, fourth] = stands() as [Option, Option, Option];
    await changes({ candidates: [date(10), { ...second, ...date(11, 18) }, third, fourth], notify: false });
    expect(poll.options.map(({ id, yes }) => ({ id, yes }))).toEqual([
      { id: withdrawn!.id, yes: 2 },
      { id: expect.not.stringContaining(second.id) as string, yes: 0 },
      { id: third.id, yes: 0 },
      { id: fourth.id, yes: 2 },
    ]);
    expect(poll.withdrawn.map(({ id }) => id)).toEqual([second.id]);
    expect((await entries())[0]).toMatch(/STATUS:TENTATIVE/);
  });

  test('two who change it at once: one is told of the other; nothing can be changed once the date is fixed', async () => {
    const [a, b] = await Promise.all([
      ben.ask(update, { input: input({ title: 'By Ben' }) }),
      ana.ask(update, { input: input({ title: 'By Ana' }) }),
    ]);
    expect([a, b].map(({ errors }) => errors?.[0]?.extensions?.code ?? 'done').toSorted()).toEqual([
      'CONFLICT',
      'done',
    ]);
    poll = await seen(ben);
    const { id } = poll.options[0]!;
    const before = (await entries())[0]!;
    poll = await ben.get<Poll>(close, { id: poll.id, optionId: id });
    const sequence = (text: string): number => Number(/SEQUENCE:(\d+)/.exec(text)![1]);
    const after = (await entries()).find((one) => one.includes(/UID:(\S+)/.exec(before)![1]!))!;
    expect(after).toContain('STATUS:CONFIRMED');
    expect(sequence(after)).toBeGreaterThan(sequence(before));
    expect(await ben.refusalOf(update, { input: input({ title: 'Late' }) })).toMatchObject({ code: 'CONFLICT' });
  });

  test('a later deadline opens a poll again whose deadline has passed', async () => {
    const groupId = await found(ana, { handle: 'millside' });
    poll = await ana.get<Poll>(create, {
      input: {
        groupId,
        title: 'Picnic',
        visibility: 'GROUP',
        closesAt: new Date(Date.now() + 86_400_000),
        candidates: [date(9)],
      },
    });
    await world.clockPasses('2 days');
    await world.app.get(PollClock).tellDue();
    expect((await seen(ana)).isOver).toBe(true);
    expect((await changes({ placeName: 'Meadow' }, ana)).isOver).toBe(true);
    expect(await changes({ closesAt: new Date(Date.now() + 5 * 86_400_000) }, ana)).toMatchObject({ isOver: false });
    await says(ana, { [poll.options[0]!.id]: 'YES' });
    await world.clockPasses('6 days');
    await world.app.get(PollClock).tellDue();
    expect(await mailsTo('ana@example.org', 'Choose the date: Picnic')).toHaveLength(2);
    await world.clockPasses('0 minutes');
  });
});
