import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { DutyClock } from '../../apps/api/src/groups/duty-clock.service.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, idOf, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What a decision changes is the very thing it decided about: each effect done, each refusal in words, all of them or none.
const postgres = inject('postgresUrl');
for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeStory(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

interface Effect {
  kind: string;
  label: string;
  refusal: string | null;
  outcomeRef: string | null;
  changes: { key: string; before: string; after: string }[];
}
interface Seen {
  id: string;
  number: number;
  status: string;
  template: string;
  version: number;
  effects: Effect[];
  electors: number;
  graceHours: number;
  execution: {
    state: string;
    failureCode: string | null;
    failureText: string | null;
    note: string | null;
    appealId: string | null;
    appealedBy: string | null;
  } | null;
  can: { appeal: boolean; retry: boolean };
}
const fields = `id number status template version electors graceHours effects { kind label refusal outcomeRef changes { key before after } }
  execution { state failureCode failureText note appealId appealedBy } can { appeal retry }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';
const heavy = { method: 'MAJORITY', threshold: '2/3', quorum: '1/2' };
const DAY = 86_400_000;

function describeStory(name: string, engine: 'PGlite' | 'PostgreSQL', skipped: boolean): void {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let dora: Client;
  let eve: Client;
  let groupId: string;
  /** Days that the world's clock has gone ahead. */
  let gone = 0;
  const ids: Record<string, string> = {};
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);

  const wait = async (days: number): Promise<void> => {
    gone += days;
    await world.clockPasses(`${gone * 24} hours`);
    // People come back in the meantime: nobody has to sign in again.
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(Closer).closeDue();
  };
  const inDays = (days: number): string => new Date(Date.now() + (gone + days) * DAY + 3_600_000).toISOString();
  const input = (effects: object[], more: object = {}): object => ({
    input: {
      groupId,
      open: true,
      fields: { title: 'Shall we?', method: 'CONSENT', quorum: '0/1', closesAt: inDays(1), effects, ...more },
    },
  });
  const proposes = (effects: object[], more: object = {}, by = ana): Promise<Seen> =>
    by.get<Seen>(create, input(effects, more));
  const refused = (effects: object[], more: object = {}, by = ana) => by.refusalOf(create, input(effects, more));
  const seen = (id: string, by = ana): Promise<Seen> =>
    by.get<Seen>(`query ($id: ID!) { proposal(id: $id) { ${fields} } }`, { id });
  const yes = async (id: string, option: string, people: readonly Client[]): Promise<void> => {
    for (const one of people) await one.get(cast, { input: { proposalId: id, option } });
  };
  /** A consent decision that passes, and what came of it. */
  const decides = async (effects: object[], between?: () => Promise<void>): Promise<Seen> => {
    const { id } = await proposes(effects);
    await yes(id, 'consent', [ana]);
    await between?.();
    await wait(1.1);
    return seen(id);
  };
  /** A decision by two thirds that passes; ten days later. */
  const decidesHeavily = async (effects: object[]): Promise<Seen> => {
    const { id } = await proposes(effects, { ...heavy, closesAt: inDays(8) });
    await yes(id, 'agree', [ana, ben, cleo]);
    await wait(10);
    return seen(id);
  };
  const dutiesOf = async (): Promise<Record<string, string[]>> => {
    const roll = await ana.get<{ person: { name: string }; duties: string[] }[]>(
      'query ($id: ID!) { roll(groupId: $id) { person { name } duties } }',
      { id: groupId },
    );
    return Object.fromEntries(roll.map(({ person, duties }) => [person.name, duties]));
  };
  const event = async (title: string, days: number, publish = true): Promise<string> =>
    (
      await ana.get<{ id: string }>('mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', {
        input: {
          groupId,
          publish,
          fields: {
            title,
            startLocal: wall(gone + days, 19),
            endLocal: wall(gone + days, 22),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
          },
        },
      })
    ).id;
  const expense = async (minor: string): Promise<{ id: string; version: number }> => {
    const file = await cleo.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId });
    const receipt = ((await file.json()) as { id: string }).id;
    return cleo.get(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id version } } }',
      {
        input: {
          groupId,
          title: 'Lamps',
          category: 'equipment',
          items: [{ what: 'Lamps', spentOn: '2026-01-02', amount: { minor, currency: 'EUR' } }],
          receipts: [receipt],
          idempotencyKey: key(),
        },
      },
    );
  };

  /** Closing and carrying out are told at the same moment, in either order. */
  const isTold = async (who: string, words: string): Promise<void> => {
    await world.settle();
    const sql = 'SELECT text_body FROM mail WHERE recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 2';
    const mails = await world.database.reads.query<{ text_body: string }[]>(sql, [`${who}@example.org`]);
    expect(mails.map((mail) => mail.text_body)).toContainEqual(expect.stringContaining(words));
  };
  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana, { visibility: 'CLOSED' });
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    dora = await joins(world, ana, { groupId, name: 'Dora' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    for (const [who, client] of Object.entries({ ana, ben, cleo, dora })) ids[who] = await idOf(client);
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: { minor: '60000', currency: 'EUR' }, receivedOn: '2026-01-02', idempotencyKey: key() },
    });
    eve = await joins(world, ana, { groupId: await found(ana, { handle: 'elsewhere' }), name: 'Eve' });
  }, 60_000);
  afterAll(() => world?.stop());

  on(
    'an event is made, another is called off, and what does not fit is refused in words that name the field',
    async () => {
      const party = await event('Summer party', 60);
      const made = await decides([
        {
          kind: 'EVENT_SCHEDULE',
          title: 'Winter party',
          startLocal: wall(90, 19),
          endLocal: wall(90, 23),
          placeName: 'The barn',
        },
        { kind: 'EVENT_CANCEL', eventId: party, reason: 'The barn is taken' },
      ]);
      expect(made.execution).toMatchObject({ state: 'DONE' });
      const about = 'query ($id: ID!) { event(id: $id) { title status reason placeName } }';
      expect(await ben.get(about, { id: made.effects[0]!.outcomeRef })).toMatchObject({
        title: 'Winter party',
        status: 'SCHEDULED',
        placeName: 'The barn',
      });
      expect(await ben.get(about, { id: party })).toMatchObject({ status: 'CANCELLED', reason: 'The barn is taken' });
      expect(await refused([{ kind: 'EVENT_CANCEL', eventId: party, reason: 'x' }])).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'effects.0',
        message: 'The event “Summer party” is called off already.',
      });
      expect(
        await refused([
          { kind: 'EVENT_SCHEDULE', title: 'Yesterday', startLocal: wall(-1, 19), endLocal: wall(-1, 20) },
        ]),
      ).toMatchObject({ field: 'effects.0', message: 'The date of “Yesterday” has passed.' });
      expect(await refused([{ kind: 'EVENT_CANCEL', eventId: party }])).toMatchObject({ field: 'effects.0.reason' });
    },
  );

  on(
    'an event that is moved after the vote opened is not called off, says so, and is once it stands where it stood',
    async () => {
      const id = await event('Reading', 70);
      const move = async (days: number): Promise<void> => {
        const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', {
          id,
        });
        await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
          input: {
            id,
            expectedVersion: version,
            fields: {
              title: 'Reading',
              startLocal: wall(days, 19),
              endLocal: wall(days, 22),
              zone: 'Europe/Brussels',
              visibility: 'PUBLIC',
            },
          },
        });
      };
      const stood = gone + 70;
      const failed = await decides([{ kind: 'EVENT_CANCEL', eventId: id, reason: 'No readers' }], () =>
        move(stood + 1),
      );
      expect(failed.execution).toMatchObject({ state: 'FAILED', failureCode: 'EVENT_CHANGED' });
      expect(failed.execution!.failureText).toContain('was moved after the vote opened');
      expect(await ben.get('{ failedExecutions { id failureText } }')).toEqual([
        { id: failed.id, failureText: failed.execution!.failureText },
      ]);
      expect(await cleo.get('{ failedExecutions { id } }')).toEqual([]);
      await isTold('ben', 'was moved after the vote opened');
      await move(stood);
      expect(
        await ben.get(`mutation ($id: ID!) { retryEffects(id: $id) { ${fields} } }`, { id: failed.id }),
      ).toMatchObject({
        execution: { state: 'DONE', failureText: null },
      });
    },
  );

  on(
    'an expense that waits is approved by decision; one that was taken back after the vote opened is not',
    async () => {
      const lamps = await expense('45000');
      const effect = { kind: 'EXPENSE_APPROVE', expenseId: lamps.id, amount: { minor: '46000', currency: 'EUR' } };
      expect(await refused([{ ...effect, amount: { minor: '44999', currency: 'EUR' } }])).toMatchObject({
        field: 'effects.0.amount',
      });
      const state = 'query ($id: ID!) { expense(id: $id) { state } }';
      const failed = await decides([effect], async () => {
        await cleo.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: lamps.id });
      });
      expect(failed.execution).toMatchObject({ state: 'FAILED', failureCode: 'EXPENSE_CHANGED' });
      const dropped = await ana.get(
        `mutation ($id: ID!, $note: String!) { dropEffects(id: $id, note: $note) { ${fields} } }`,
        {
          id: failed.id,
          note: 'Cleo sends it anew',
        },
      );
      expect(dropped).toMatchObject({ execution: { state: 'DROPPED', note: 'Cleo sends it anew' } });
      const again = await expense('45000');
      const done = await decides([{ ...effect, expenseId: again.id }]);
      expect(done.execution).toMatchObject({ state: 'DONE' });
      expect(await cleo.get(state, { id: again.id })).toMatchObject({ state: 'APPROVED' });
      const [entry] = await world.database.reads.query<
        { authority_kind: string; authority_id: string; actor_id: string }[]
      >(`SELECT authority_kind, authority_id, actor_id FROM ledger_entry WHERE kind = 'EXPENSE_APPROVED'`);
      expect(entry).toEqual({ authority_kind: 'DECISION', authority_id: done.id, actor_id: done.id });
      expect(await refused([{ ...effect, expenseId: again.id }])).toMatchObject({ field: 'effects.0.expenseId' });
    },
  );

  on('two effects of which the second fails leave nothing behind', async () => {
    const spent = { kind: 'BUDGET_LINE_OPEN', title: 'Too much', amount: { minor: '999999', currency: 'EUR' } };
    const both = await decides([
      { kind: 'EVENT_SCHEDULE', title: 'A night nobody pays', startLocal: wall(80, 19), endLocal: wall(80, 23) },
      spent,
    ]);
    expect(both.execution).toMatchObject({ state: 'FAILED', failureCode: 'FUND_SHORT' });
    expect(both.effects.map(({ outcomeRef }) => outcomeRef)).toEqual([null, null]);
    const left = await world.database.reads.query(
      `SELECT (SELECT count(*)::int FROM event WHERE title = 'A night nobody pays') AS events, (SELECT count(*)::int FROM effect_run WHERE authority_proposal = $1) AS runs`,
      [both.id],
    );
    expect(left).toEqual([{ events: 0, runs: 0 }]);
    await ana.get('mutation ($id: ID!, $note: String!) { dropEffects(id: $id, note: $note) { id } }', {
      id: both.id,
      note: 'no',
    });
  });

  on(
    'a duty passes from one to the other once who is asked has said yes, and ends by itself after its last day',
    async () => {
      const until = wall(Math.ceil(gone) + 20, 0).slice(0, 10);
      const passes = { kind: 'DUTY_GIVE', personId: ids['cleo'], duty: 'TREASURER', insteadOf: ids['ben'], until };
      expect(await refused([{ ...passes, personId: ids['ben'], insteadOf: null }])).toMatchObject({
        message: 'Ben is treasurer already.',
      });
      expect(await refused([{ ...passes, insteadOf: ids['dora'] }])).toMatchObject({
        message: 'Dora is not treasurer any more.',
      });
      const decided = await decides([passes]);
      expect(decided.execution).toMatchObject({ state: 'DONE' });
      expect(await dutiesOf()).toMatchObject({ Ben: ['TREASURER'], Cleo: [] });
      await isTold('cleo', 'once you have said yes');
      const [offer] = await cleo.get<{ id: string; duty: string; formerName: string; until: string }[]>(
        '{ dutyOffers { id duty formerName until } }',
      );
      expect(offer).toMatchObject({ duty: 'TREASURER', formerName: 'Ben', until });
      const answer = 'mutation ($id: ID!, $accept: Boolean!) { answerDutyOffer(id: $id, accept: $accept) }';
      expect(await dora.refusalOf(answer, { id: offer!.id, accept: true })).toMatchObject({ code: 'FORBIDDEN' });
      await cleo.get(answer, { id: offer!.id, accept: true });
      expect(await cleo.refusalOf(answer, { id: offer!.id, accept: false })).toMatchObject({ code: 'CONFLICT' });
      expect(await dutiesOf()).toMatchObject({ Ben: [], Cleo: ['TREASURER'] });
      await wait(22);
      await world.app.get(DutyClock).endDue();
      await world.app.get(DutyClock).endDue();
      expect(await dutiesOf()).toMatchObject({ Cleo: [] });
      const log = await world.database.reads.query<{ body: Buffer }[]>(
        `SELECT body FROM log_entry WHERE type IN ('duty.offered', 'duty.ended') ORDER BY seq`,
      );
      const [offered, , term] = log.map(
        ({ body }) => JSON.parse(Buffer.from(body).toString()) as { actor: unknown; facts: object },
      );
      expect(offered).toMatchObject({ actor: null, facts: { person: ids['cleo'], decision: decided.id } });
      expect(term).toMatchObject({ actor: null, facts: { reason: 'term' } });
    },
  );

  on('a duty ends by decision, but not that of the last steward', async () => {
    await givesDuty(ana, { groupId, to: dora, duty: 'ORGANISER' });
    const ends = { kind: 'DUTY_END', personId: ids['dora'], duty: 'ORGANISER', reason: 'Thank you' };
    expect((await decides([ends])).execution).toMatchObject({ state: 'DONE' });
    expect(await dutiesOf()).toMatchObject({ Dora: [] });
    await isTold('dora', 'Thank you');
    expect(await refused([{ ...ends, personId: ids['ana'], duty: 'STEWARD' }])).toMatchObject({
      message: 'Ana is the last steward. Make somebody else a steward first.',
    });
  });

  on('light rules change by a usual decision, hard ones and the way they are changed by two thirds only', async () => {
    const light = { kind: 'RULEBOOK_AMEND', changes: [{ key: 'event.create', value: 'no' }] };
    const hard = { kind: 'RULEBOOK_AMEND', changes: [{ key: 'decision.graceHours', value: '24' }] };
    const door = { kind: 'RULEBOOK_AMEND', changes: [{ key: 'class.decision.graceHours', value: 'steward' }] };
    for (const changes of [hard, door])
      expect(await refused([changes])).toMatchObject({ code: 'BAD_USER_INPUT', field: 'method' });
    expect(await refused([hard], { ...heavy, quorum: '1/3', closesAt: inDays(8) })).toMatchObject({ field: 'quorum' });
    expect(await refused([hard], { ...heavy, closesAt: inDays(3) })).toMatchObject({ field: 'closesAt' });
    expect(await refused([{ ...light, changes: [{ key: 'no.such', value: 'yes' }] }])).toMatchObject({
      field: 'effects.0.changes.0',
      message: 'There is no rule “no.such”.',
    });
    const first = await proposes([light]);
    const rival = await proposes([light]);
    for (const { id } of [first, rival]) await yes(id, 'consent', [ana]);
    await wait(1.1);
    const outcomes = [await seen(first.id), await seen(rival.id)].map(({ execution }) => execution);
    expect(outcomes.map((one) => one!.state).toSorted()).toEqual(['DONE', 'FAILED']);
    expect(outcomes.find((one) => one!.state === 'FAILED')).toMatchObject({ failureCode: 'CLAUSE_MOVED' });
    expect(
      await cleo.refusalOf('mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', {
        input: {
          groupId,
          fields: {
            title: 'x',
            startLocal: wall(90, 1),
            endLocal: wall(90, 2),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
          },
        },
      }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    const method = { key: 'decision.method', value: 'two_thirds' };
    expect(await refused([{ ...hard, changes: [method] }])).toMatchObject({ field: 'method' });
    hard.changes.push(method);
    expect((await decidesHeavily([hard])).execution).toMatchObject({ state: 'DONE' });
    const book = await cleo.get<{
      n: number;
      versions: { n: number; decidedBy: { number: number } | null; differences: object[] }[];
    }>('{ rulebook(handle: "riverside") { n versions { n decidedBy { number } differences { key before after } } } }');
    expect(book.n).toBe(3);
    expect(book.versions.map(({ differences }) => differences)).toEqual([
      [
        { key: 'decision.method', before: 'consent', after: 'two_thirds' },
        { key: 'decision.graceHours', before: '0', after: '24' },
      ],
      [{ key: 'event.create', before: 'yes', after: 'no' }],
      [],
    ]);
    expect(await world.visitor().get('{ rulebook(handle: "riverside") { versions { decidedBy { title } } } }')).toEqual(
      {
        versions: [{ decidedBy: null }, { decidedBy: null }, { decidedBy: null }],
      },
    );
  });

  on('an agreement has versions; members are told, accept for themselves, and only what is in force', async () => {
    const first = await proposes([{ kind: 'AGREEMENT_ADOPT', title: 'House rules', text: 'Be kind.\nSweep.' }]);
    await yes(first.id, 'consent', [ana]);
    await wait(2.2);
    expect((await seen(first.id)).execution).toMatchObject({ state: 'DONE' });
    await isTold('dora', 'House rules');
    const read = '{ rulebook(handle: "riverside") { agreements { id n title body accepted iAccepted } } }';
    const { agreements } = await dora.get<{ agreements: { id: string }[] }>(read);
    const accept = 'mutation ($id: ID!) { acceptAgreement(id: $id) }';
    await dora.get(accept, { id: agreements[0]!.id });
    expect(await dora.get(read)).toMatchObject({ agreements: [{ n: 1, accepted: 1, iAccepted: true }] });
    expect(await world.visitor().refusalOf(accept, { id: agreements[0]!.id })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const next = await proposes([{ kind: 'AGREEMENT_ADOPT', title: 'House rules', text: 'Be kind.' }]);
    await yes(next.id, 'consent', [ana]);
    await wait(2.2);
    expect(await dora.refusalOf(accept, { id: agreements[0]!.id })).toMatchObject({ code: 'CONFLICT' });
    expect(await dora.get(read)).toMatchObject({
      agreements: [
        { n: 2, iAccepted: false },
        { n: 1, accepted: 1 },
      ],
    });
  });

  on('in the time for it anybody may object; the group then decides whether it is carried out after all', async () => {
    const appeal = `mutation ($id: ID!, $reason: String!) { appealOutcome(id: $id, reason: $reason) { ${fields} } }`;
    const stays = async (): Promise<Seen> => {
      const { id } = await proposes([{ kind: 'PROPOSAL_DRAFT', title: 'And then?', text: 'Let us see.' }]);
      await yes(id, 'consent', [ana]);
      await wait(1.1);
      expect(await seen(id, dora)).toMatchObject({ execution: { state: 'WAITING' }, can: { appeal: true } });
      expect(await dora.refusalOf(appeal, { id, reason: ' ' })).toMatchObject({ field: 'reason' });
      const stayed = await dora.get<Seen>(appeal, { id, reason: 'Too early' });
      expect(stayed).toMatchObject({ execution: { state: 'STAYED', appealedBy: 'Dora' }, can: { appeal: false } });
      expect(await cleo.refusalOf(appeal, { id, reason: 'Me too' })).toMatchObject({ code: 'CONFLICT' });
      await wait(3);
      expect(await seen(id)).toMatchObject({ execution: { state: 'STAYED' } });
      return stayed;
    };
    const open = 'mutation ($id: ID!) { openProposal(id: $id) { status } }';
    const upheld = await stays();
    expect(await seen(upheld.execution!.appealId!, cleo)).toMatchObject({ status: 'DRAFT' });
    await ana.get('mutation ($id: ID!, $r: String!) { withdrawProposal(id: $id, reason: $r) { id } }', {
      id: upheld.execution!.appealId,
      r: 'Dora is right',
    });
    expect(await seen(upheld.id)).toMatchObject({ execution: { state: 'DROPPED', note: 'Dora is right' } });
    const overruled = await stays();
    await ana.get(open, { id: overruled.execution!.appealId });
    await yes(overruled.execution!.appealId!, 'consent', [ana]);
    await wait(4);
    const done = await seen(overruled.id);
    expect(done.execution).toMatchObject({ state: 'DONE' });
    // What follows is put as the group usually decides by now.
    const next = await seen(done.effects[0]!.outcomeRef!);
    expect(next).toMatchObject({ status: 'DRAFT', template: 'TWO_THIRDS' });
  });

  on('somebody who asks is let in by decision, and removed by a heavy one in which they have no vote', async () => {
    const join = 'mutation ($id: ID!) { joinGroup(groupId: $id, statement: "Hello") }';
    await eve.get(join, { id: groupId });
    const eveId = await idOf(eve);
    const admit = { kind: 'MEMBER_ADMIT', personId: eveId };
    const admitted = await proposes([admit]);
    const rival = await proposes([admit]);
    for (const { id } of [admitted, rival]) await yes(id, 'consent', [ana]);
    await wait(2.2);
    expect((await seen(admitted.id)).execution).toMatchObject({ state: 'DONE' });
    expect((await seen(rival.id)).execution).toMatchObject({
      state: 'FAILED',
      failureCode: 'STANDING_CHANGED',
      failureText: 'Eve is a member already.',
    });
    const remove = { kind: 'MEMBER_REMOVE', personId: eveId, reason: 'She took the lamps' };
    const decidedBy = (value: string): object => ({
      kind: 'RULEBOOK_AMEND',
      changes: [{ key: 'removal.by', value }],
    });
    // Where the rulebook names a case for it, a proposal may not carry it; where it lets a proposal do so, what has opened stays valid.
    expect(await refused([remove], { ...heavy, closesAt: inDays(8) })).toMatchObject({ field: 'effects' });
    expect((await decidesHeavily([decidedBy('proposal')])).execution).toMatchObject({ state: 'DONE' });
    const long = { ...heavy, closesAt: inDays(8) };
    expect(await refused([remove], long, cleo)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused([remove])).toMatchObject({ field: 'method' });
    expect(await refused([remove, admit], long)).toMatchObject({ code: 'BAD_USER_INPUT' });
    const removal = await proposes([remove], long);
    expect(removal).toMatchObject({ electors: 4, graceHours: 72 });
    expect(await eve.get(cast, { input: { proposalId: removal.id, option: 'disagree' } })).toEqual({
      __typename: 'BallotRefused',
    });
    const back = await proposes([decidedBy('case')], long);
    for (const { id } of [removal, back]) await yes(id, 'agree', [ana, ben, cleo]);
    await wait(9);
    expect(await seen(removal.id, eve)).toMatchObject({ execution: { state: 'WAITING' }, can: { appeal: true } });
    await wait(3);
    expect((await seen(back.id)).execution).toMatchObject({ state: 'DONE' });
    expect((await seen(removal.id)).execution).toMatchObject({ state: 'DONE' });
    await isTold('eve', 'decided to end your membership');
    expect(await eve.refusalOf(join, { id: groupId })).toMatchObject({ code: 'CONFLICT' });
  });

  on('what was voted on cannot be altered, is shown before it is asked, and the whole log verifies', async () => {
    const preview = await ana.get<{ procedure: string; effects: Effect[] }>(
      'query ($groupId: ID!, $effects: [EffectInput!]!) { previewEffects(groupId: $groupId, effects: $effects) { procedure effects { kind refusal changes { key before after } } } }',
      { groupId, effects: [{ kind: 'RULEBOOK_AMEND', changes: [{ key: 'duty.by', value: 'decision' }] }] },
    );
    expect(preview).toEqual({
      procedure: 'ENTRENCHED',
      effects: [
        { kind: 'RULEBOOK_AMEND', refusal: null, changes: [{ key: 'duty.by', before: 'steward', after: 'decision' }] },
      ],
    });
    const poll = {
      method: 'PLURALITY',
      template: 'CHOOSE_ONE',
      options: [
        { id: 'a', label: 'Red' },
        { id: 'b', label: 'Blue' },
      ],
    };
    expect(await refused([{ kind: 'PROPOSAL_DRAFT', title: 'Paint' }], poll)).toMatchObject({ field: 'effects' });
    const colours = await proposes(
      [
        { kind: 'PROPOSAL_DRAFT', title: 'Paint it red', onOption: 0 },
        { kind: 'PROPOSAL_DRAFT', title: 'Paint it blue', onOption: 1 },
      ],
      poll,
    );
    const { options } = await ana.get<{ options: { id: string }[] }>(
      'query ($id: ID!) { proposal(id: $id) { options { id } } }',
      {
        id: colours.id,
      },
    );
    await yes(colours.id, options[1]!.id, [ana, ben]);
    await expect(
      world.database.reads.query(`UPDATE effect SET payload = '{}' WHERE proposal_id = $1`, [colours.id]),
    ).rejects.toThrow('RULES_FROZEN');
    await wait(2.2);
    expect((await seen(colours.id)).effects.map(({ outcomeRef }) => outcomeRef === null)).toEqual([true, false]);
    const { verifyInstance } = await import('../../apps/api/src/verify.ts');
    const said: string[] = [];
    expect([await verifyInstance(world.app, (line) => void said.push(line)), said.join('')]).toEqual([
      0,
      expect.any(String),
    ]);
  });
}
