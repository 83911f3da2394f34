import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { PollClock } from '../../apps/api/src/events/polls/poll-clock.service.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, idOf, joins, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Story 4: "When shall we meet?", answered by members and guests; one click makes the event with those who said yes.
const postgres = inject('postgresUrl');
for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeStory(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

interface Option {
  id: string;
  rank: number;
  yes: number;
  ifNeedBe: number;
  no: number;
  lead: string | null;
  isEnough: boolean;
  missing: { name: string; why: string }[];
}
interface Poll {
  id: string;
  status: string;
  eventId: string | null;
  answered: number;
  asked: number;
  sheets: { name: string }[];
  options: Option[];
  can: { answer: boolean; answerAsGuest: boolean; close: boolean };
}
const pollFields = `id status eventId answered asked sheets { name } options { id rank yes ifNeedBe no lead isEnough missing { name why } } can { answer answerAsGuest close }`;
const create = `mutation ($input: CreateDatePollInput!) { createDatePoll(input: $input) { ${pollFields} } }`;
const close = `mutation ($id: ID!, $optionId: ID!) { closeDatePoll(id: $id, optionId: $optionId) { ${pollFields} } }`;
const answer = `mutation ($input: AnswerDatePollInput!) { answerDatePoll(input: $input) { ${pollFields} } }`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const unfold = (ics: string): string => ics.replaceAll('\r\n ', '');

function describeStory(name: string, engine: 'PGlite' | 'PostgreSQL', skipped: boolean): void {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;
  let poll: Poll;
  let guestLink: string;
  let feed: string;
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);
  const seen = (by: Client, id = poll.id): Promise<Poll> =>
    by.get<Poll>(`query ($id: ID!) { datePoll(id: $id) { ${pollFields} } }`, { id });
  const date = (days: number, hour = 19, zone = 'Europe/Brussels'): object => ({
    startLocal: wall(days, hour),
    endLocal: wall(days, hour + 3),
    zone,
  });
  const input = (more: object = {}): object => ({
    groupId,
    title: 'Rehearsal',
    visibility: 'PUBLIC',
    closesAt: new Date(Date.now() + 3 * 86_400_000),
    candidates: [date(10), date(11), date(12, 9, 'America/New_York')],
    ...more,
  });
  const says = (by: Client, words: readonly (string | null)[]): Promise<Poll> =>
    by.get<Poll>(answer, {
      input: {
        pollId: poll.id,
        answers: words.flatMap((word, at) => (word ? [{ optionId: poll.options[at]!.id, answer: word }] : [])),
      },
    });

  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: cleo, duty: 'ORGANISER' });
  });
  afterAll(() => world?.stop());

  on('what can not be a poll is refused in words that name the field', async () => {
    const many = Array.from({ length: 41 }, (_, at) => date(10 + at));
    const wrong: [object, string, RegExp][] = [
      [{ candidates: [] }, 'candidates', /at least one date/],
      [{ candidates: many }, 'candidates', /40 dates at most; these are 41/],
      [
        { candidates: [date(10), { ...date(11), endLocal: wall(11, 18) }] },
        'candidates',
        /Date 2: The end is before the start/,
      ],
      [{ candidates: [date(10, 19, 'Europe/Atlantis')] }, 'candidates', /Date 1: "Europe\/Atlantis" is no time zone/],
      [{ candidates: [date(10), date(10)] }, 'candidates', /Date 1 and date 2 are the same/],
      [{ candidates: [date(-2)] }, 'candidates', /Date 1: The start is in the past/],
      [{ closesAt: new Date(Date.now() - 1000) }, 'closesAt', /in the past/],
      [{ closesAt: new Date(Date.now() + 40 * 86_400_000) }, 'closesAt', /before the last of the dates/],
      [{ title: ' ' }, 'title', /missing/],
      [{ least: -1 }, 'least', /from 0 to 1000/],
      [{ needed: [{ personId: groupId }] }, 'needed', /not a member/],
    ];
    for (const [more, field, words] of wrong) {
      const refusal = await ben.refusalOf(create, { input: input(more) });
      expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
      expect(refusal!.message).toMatch(words);
    }
    expect(await world.visitor().refusalOf(create, { input: input() })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  on('a member asks, the others get a mail, and the candidates count as they are answered', async () => {
    poll = await ben.get<Poll>(create, {
      input: input({ least: 2, needed: [{ personId: await idOf(cleo), why: 'has the key' }] }),
    });
    expect(poll).toMatchObject({ status: 'OPEN', asked: 3, answered: 0, can: { answer: true, close: true } });
    expect((await world.mailTo('cleo@example.org')).subject).toBe('When can you? Rehearsal');
    expect(await cleo.get('{ datePollsWaiting { title hasMine } }')).toEqual([{ title: 'Rehearsal', hasMine: false }]);
    await says(ben, ['YES', 'YES', 'NO']);
    await says(ana, ['YES', 'IF_NEED_BE', null]);
    let counted = await says(cleo, ['NO', 'IF_NEED_BE', 'YES']);
    const [first, second] = counted.options;
    expect(first).toMatchObject({
      yes: 2,
      no: 1,
      rank: 1,
      isEnough: true,
      missing: [{ name: 'Cleo', why: 'has the key' }],
    });
    expect(second).toMatchObject({ yes: 1, ifNeedBe: 2, isEnough: false, missing: [] });
    counted = await says(cleo, ['NO', 'YES', 'IF_NEED_BE']);
    expect(counted.options[1]).toMatchObject({ yes: 2, ifNeedBe: 1, rank: 1, lead: 'WISHES', missing: [] });
    expect(counted.answered).toBe(3);
    expect(await cleo.get('{ datePollsWaiting { title } }')).toEqual([]);
  });

  on(
    'a guest answers with a name and an address; nothing counts until the mail is confirmed, and a GET changes nothing',
    async () => {
      const guest = world.visitor();
      const shown = await seen(guest);
      expect(shown).toMatchObject({
        answered: 3,
        sheets: [],
        can: { answer: false, answerAsGuest: true, close: false },
      });
      expect(JSON.stringify(shown)).not.toMatch(/Cleo|Ben/);
      const asGuest = 'mutation ($input: AnswerDatePollAsGuestInput!) { answerDatePollAsGuest(input: $input) }';
      const said = { pollId: poll.id, name: 'Vera', email: 'vera@example.org' };
      const answers = [{ optionId: poll.options[1]!.id, answer: 'YES' }];
      expect(await guest.refusalOf(asGuest, { input: { ...said, email: 'vera', answers } })).toMatchObject({
        field: 'email',
      });
      expect(await guest.refusalOf(asGuest, { input: { ...said, answers: [] } })).toMatchObject({ field: 'answers' });
      await guest.get(asGuest, { input: { ...said, answers } });
      const mail = await world.mailTo('vera@example.org');
      expect(mail.subject).toBe('Confirm your answers: Rehearsal');
      const confirm = new URL(mail.links[0]!).pathname;
      for (let n = 0; n < 2; n += 1)
        expect(await (await guest.fetch(confirm)).text()).toContain('These are my answers');
      expect((await seen(ben)).answered).toBe(3);
      const done = await guest.fetch(confirm, { method: 'POST', headers: form, body: '' });
      expect(done.status).toBe(303);
      guestLink = done.headers.get('location')!;
      expect((await guest.fetch(confirm, { method: 'POST', headers: form, body: '' })).status).toBe(410);
      expect((await seen(ben)).sheets.map((sheet) => sheet.name)).toEqual(['Ben', 'Ana', 'Cleo', 'Vera']);
      expect((await world.mailTo('vera@example.org')).links[0]).toContain('/l/dates/');
      expect(await guest.get('{ viewer { id } }')).toBeNull();
    },
  );

  on('the personal link shows the answers and changes them without signing in', async () => {
    const guest = world.visitor();
    const page = await (await guest.fetch(guestLink)).text();
    expect(page).toContain(`name="${poll.options[1]!.id}" value="yes" checked`);
    const body = new URLSearchParams({
      [poll.options[1]!.id]: 'maybe',
      [poll.options[0]!.id]: 'yes',
      note: 'By train',
    });
    const saved = await guest.fetch(guestLink, { method: 'POST', headers: form, body: body.toString() });
    expect(await saved.text()).toContain('Saved.');
    expect((await seen(ben)).options[0]).toMatchObject({ yes: 3 });
    expect((await guest.fetch('/l/dates/invented')).status).toBe(410);
  });

  on(
    'while it is open, what I can come to stands in my own calendar: tentative, transparent, with a question mark',
    async () => {
      feed = new URL((await cleo.get<{ url: string }>('mutation { createCalendarFeed(label: "phone") { url } }')).url)
        .pathname;
      const ics = unfold(await (await world.visitor().fetch(feed)).text());
      expect(ics.match(/SUMMARY:Rehearsal\?/g)).toHaveLength(2);
      expect(ics.match(/STATUS:TENTATIVE/g)).toHaveLength(2);
      expect(ics.match(/TRANSP:TRANSPARENT/g)).toHaveLength(2);
      expect(ics).toContain('TZID=America/New_York');
      const [{ id }] = await cleo.get<[{ id: string }]>('{ calendarFeeds { id } }');
      const change = 'mutation ($id: ID!, $on: Boolean!) { changeCalendarFeed(id: $id, options: { candidates: $on }) }';
      await cleo.get(change, { id, on: false });
      expect(await (await world.visitor().fetch(feed)).text()).not.toContain('Rehearsal?');
      await cleo.get(change, { id, on: true });
    },
  );

  on(
    'who may not choose is refused; one click makes the event with the answers, in order, and the second click is a conflict',
    async () => {
      const optionId = poll.options[1]!.id;
      const eve = await joins(world, ana, { groupId, name: 'Eve' });
      expect(await eve.refusalOf(close, { id: poll.id, optionId })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await ben.refusalOf(close, { id: poll.id, optionId: groupId })).toMatchObject({ field: 'optionId' });
      const before = unfold(await (await world.visitor().fetch(feed)).text());
      const uids = [...before.matchAll(/UID:(\S+@folkmoot)/g)].map(([, uid]) => uid!);
      const both = await Promise.all([
        cleo.ask(close, { id: poll.id, optionId }),
        ben.ask(close, { id: poll.id, optionId }),
      ]);
      const codes = both.map(({ errors }) => errors?.[0]?.extensions?.code ?? 'done').toSorted();
      expect(codes).toEqual(['CONFLICT', 'done']);
      const { eventId, status, can } = await seen(ben);
      expect({ status, can }).toMatchObject({ status: 'CLOSED', can: { answer: false, close: false } });
      const event = await ben.get<object>(
        `query ($id: ID!) { event(id: $id) { title status hostName seatsHeld maybes attendees { name status } myRsvp { status } } }`,
        { id: eventId },
      );
      expect(event).toMatchObject({
        title: 'Rehearsal',
        status: 'SCHEDULED',
        hostName: 'Ben',
        seatsHeld: 2,
        maybes: 2,
      });
      expect(event).toMatchObject({
        attendees: [
          { name: 'Ben', status: 'GOING' },
          { name: 'Cleo', status: 'GOING' },
          { name: 'Ana', status: 'MAYBE' },
          { name: 'Vera', status: 'MAYBE' },
        ],
      });
      const eves = await eve.get('query ($id: ID!) { event(id: $id) { myRsvp { status } } }', { id: eventId });
      expect(eves).toEqual({ myRsvp: { status: 'INVITED' } });
      const after = unfold(await (await world.visitor().fetch(feed)).text());
      expect(after).toContain('SUMMARY:Rehearsal\r\n');
      expect(after).not.toContain('Rehearsal?');
      const [uid] = [...after.matchAll(/UID:(\S+@folkmoot)/g)].map(([, one]) => one!);
      expect(uids).toContain(uid);
      expect(after).toContain('SEQUENCE:1');
      expect(await cleo.get('query ($id: ID!) { eventDatePoll(eventId: $id) { id title } }', { id: eventId })).toEqual({
        id: poll.id,
        title: 'Rehearsal',
      });
    },
  );

  on('everybody hears of it with what it means for them, and answers come too late', async () => {
    const vera = await world.mailTo('vera@example.org');
    expect(vera.subject).toBe('The date is fixed: Rehearsal');
    expect(vera.text).toContain('you are noted as maybe');
    expect(vera.links.some((link) => link.includes('/l/answer/'))).toBe(true);
    expect((await world.mailTo('eve@example.org')).text).toContain('Tell the others whether you are coming.');
    expect(await ana.refusalOf(answer, { input: { pollId: poll.id, answers: [] } })).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await (await world.visitor().fetch(guestLink)).text()).toContain('The date is fixed.');
  });

  on('after its deadline a poll takes no answer, tells its author once, and can still be closed', async () => {
    poll = await ben.get<Poll>(create, { input: input({ title: 'Picnic', visibility: 'GROUP' }) });
    await says(ana, ['YES', null, null]);
    await world.clockPasses('4 days');
    const late = await cleo.refusalOf(answer, { input: { pollId: poll.id, answers: [] } });
    expect(late).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('deadline') as string });
    for (let n = 0; n < 2; n += 1) await world.app.get(PollClock).tellDue();
    const mail = await world.mailTo('ben@example.org');
    expect(mail.subject).toBe('Choose the date: Picnic');
    expect(mail.text).toContain('one person has answered');
    const closed = await ben.get<Poll>(close, { id: poll.id, optionId: poll.options[0]!.id });
    expect(closed.status).toBe('CLOSED');
    await world.clockPasses('0 minutes');
  });

  on('a poll of a closed group is for its members, and one that was taken back stays without a date', async () => {
    groupId = await found(ana, { handle: 'millside', visibility: 'CLOSED' });
    poll = await ana.get<Poll>(create, { input: input({ visibility: 'GROUP' }) });
    expect(await seen(world.visitor())).toBeNull();
    expect(await ben.refusalOf(answer, { input: { pollId: poll.id, answers: [] } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    await ana.get('mutation ($id: ID!) { withdrawDatePoll(id: $id) { status } }', { id: poll.id });
    expect(await ana.refusalOf(close, { id: poll.id, optionId: poll.options[0]!.id })).toMatchObject({
      code: 'CONFLICT',
    });
  });
}
