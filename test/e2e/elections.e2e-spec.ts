import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, idOf, joins, key } from '../support/people.ts';
import { handIn, seal, type Sealed } from '../support/secret-voters.ts';
import { startWorld, type World } from '../support/world.ts';

// What hangs on whoever and whatever wins: duties for the elected, lines for the funded, options that come and go while the vote is open.
const postgres = inject('postgresUrl');
for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeStory(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

interface Seen {
  id: string;
  status: string;
  options: {
    id: string;
    label: string;
    personId: string | null;
    addedAt: string | null;
    withdrawn: boolean;
    mayWithdraw: boolean;
  }[];
  effects: { kind: string; refusal: string | null; outcomeRef: string | null }[];
  execution: { state: string; failureCode: string | null; failureText: string | null } | null;
  tally: { verdict: string; winners: string[]; rows: { option: string; value: string }[] } | null;
  can: { addOption: boolean };
}
interface Counted {
  winners: string[];
  others: { method: string; winners: string[]; tied: string[] }[];
}
const fields = `id status options { id label personId addedAt withdrawn mayWithdraw } effects { kind refusal outcomeRef } execution { state failureCode failureText }
  tally { verdict winners rows { option value } } can { addOption }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';
const offers = '{ dutyOffers { id duty until formerName } }';
const answers = 'mutation ($id: ID!, $accept: Boolean!) { answerDutyOffer(id: $id, accept: $accept) }';
const adds = `mutation ($id: ID!, $label: String!) { addOption(id: $id, label: $label) { ${fields} } }`;
const stands = 'mutation ($id: ID!, $stands: Boolean!) { answerCandidacy(id: $id, stands: $stands) { id } }';
const open = `mutation ($id: ID!) { openProposal(id: $id) { ${fields} } }`;
const withdraws = `mutation ($id: ID!, $option: ID!) { withdrawOption(id: $id, option: $option) { ${fields} } }`;
const DAY = 86_400_000;

function describeStory(name: string, engine: 'PGlite' | 'PostgreSQL', skipped: boolean): void {
  let world: World;
  let groupId: string;
  const people: Record<string, Client> = {};
  const ids: Record<string, string> = {};
  let gone = 0;
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);
  const inDays = (days: number): string => new Date(Date.now() + (gone + days) * DAY + 3_600_000).toISOString();
  const input = (more: object): object => ({
    input: {
      groupId,
      fields: { title: 'Who, or what?', quorum: '0/1', closesAt: inDays(1), showResults: 'LIVE', ...more },
    },
  });
  const opens = (more: object): Promise<Seen> => people['Ana']!.get<Seen>(create, input(more));
  /** Announces an election, those named say yes, and its author opens it. */
  const elects = async (more: object): Promise<Seen> => {
    const { id, options } = await opens({ ...more, opensAt: inDays(0.1) });
    for (const { label } of options) await people[label]!.get(stands, { id, stands: true });
    return people['Ana']!.get<Seen>(open, { id });
  };
  const refused = (more: object) => people['Ana']!.refusalOf(create, input(more));
  const votes = async (who: string, { id }: Seen, answer: object): Promise<void> => {
    const { __typename } = await people[who]!.get<{ __typename: string }>(cast, {
      input: { proposalId: id, ...answer },
    });
    expect(__typename).toBe('Proposal');
  };
  const seen = (id: string): Promise<Seen> =>
    people['Ana']!.get<Seen>(`query ($id: ID!) { proposal(id: $id) { ${fields} } }`, { id });
  const closes = async ({ id }: Seen): Promise<Seen> => {
    gone += 1.1;
    await world.clockPasses(`${gone * 24} hours`);
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(Closer).closeDue();
    return seen(id);
  };
  const dutiesOf = async (): Promise<Record<string, string[]>> => {
    const ask = 'query ($id: ID!) { roll(groupId: $id) { person { name } duties } }';
    const roll = await people['Ana']!.get<{ person: { name: string }; duties: string[] }[]>(ask, { id: groupId });
    return Object.fromEntries(roll.map(({ person, duties }) => [person.name, duties]));
  };
  const election = (names: readonly string[], effect: object, more: object = {}): object => ({
    template: 'ELECTION',
    method: 'SCHULZE',
    options: names.map((one) => ({ personId: ids[one] })),
    effects: [{ kind: 'DUTY_GIVE', toWinners: true, duty: 'TREASURER', ...effect }],
    ...more,
  });
  const named = (...labels: string[]): { label: string }[] => labels.map((label) => ({ label }));

  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    people['Ana'] = await claim(world);
    groupId = await found(people['Ana']);
    for (const one of ['Ben', 'Cleo', 'Dan', 'Eva'])
      people[one] = await joins(world, people['Ana'], { groupId, name: one });
    for (const [one, client] of Object.entries(people)) ids[one] = await idOf(client);
    await givesDuty(people['Ana'], { groupId, to: people['Ben']!, duty: 'TREASURER' });
    await people['Ben']!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: { minor: '60000', currency: 'EUR' }, receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  on(
    'a treasurer is elected by ranking, says yes, and holds the duty for its term in the place of the last one',
    async () => {
      const until = inDays(300).slice(0, 10);
      const vote = await elects(election(['Ben', 'Cleo', 'Dan'], { until, insteadOf: ids['Ben'] }));
      expect(vote.options.map(({ label, personId }) => [label, personId])).toEqual(
        ['Ben', 'Cleo', 'Dan'].map((one) => [one, ids[one]]),
      );
      const [ben, cleo, dan] = vote.options.map(({ id }) => id) as [string, string, string];
      await votes('Ana', vote, { ranking: [[cleo], [ben]] });
      await votes('Ben', vote, { ranking: [[ben], [cleo]] });
      await votes('Dan', vote, { ranking: [[dan], [cleo]] });
      const closed = await closes(vote);
      expect(closed.tally).toMatchObject({ verdict: 'PASSED', winners: [cleo] });
      expect(closed.execution).toMatchObject({ state: 'DONE' });
      expect(await people['Dan']!.get(offers)).toEqual([]);
      const [offer] = await people['Cleo']!.get<{ id: string }[]>(offers);
      expect(offer).toMatchObject({ duty: 'TREASURER', until, formerName: 'Ben' });
      // That the vote closed and what it carried out are told at the same moment, in either order.
      await world.settle();
      const sql = `SELECT text_body FROM mail WHERE recipient = 'cleo@example.org'`;
      const mails = await world.database.reads.query<{ text_body: string }[]>(sql);
      const told = expect.stringContaining('has decided to make you treasurer');
      expect(mails.map((mail) => mail.text_body)).toContainEqual(told);
      expect(await dutiesOf()).toMatchObject({ Ben: ['TREASURER'], Cleo: [] });
      await people['Cleo']!.get(answers, { id: offer!.id, accept: true });
      expect(await dutiesOf()).toMatchObject({ Ben: [], Cleo: ['TREASURER'] });
    },
  );

  on('two are elected by transferable vote: each is asked, and who is elected again gets a new term', async () => {
    const more = { method: 'STV_SCOTTISH', settings: { seats: 2 } };
    const vote = await elects(election(['Cleo', 'Dan', 'Eva'], { until: inDays(400).slice(0, 10) }, more));
    const [cleo, dan, eva] = vote.options.map(({ id }) => id) as [string, string, string];
    for (const who of ['Ana', 'Ben', 'Cleo']) await votes(who, vote, { ranking: [[cleo], [eva]] });
    await votes('Dan', vote, { ranking: [[dan]] });
    await votes('Eva', vote, { ranking: [[eva]] });
    const closed = await closes(vote);
    expect(closed.tally!.winners.toSorted()).toEqual([cleo, eva].toSorted());
    expect(closed.execution).toMatchObject({ state: 'DONE' });
    for (const who of ['Cleo', 'Eva']) {
      const [offer] = await people[who]!.get<{ id: string }[]>(offers);
      await people[who]!.get(answers, { id: offer!.id, accept: true });
    }
    expect(await dutiesOf()).toMatchObject({ Cleo: ['TREASURER'], Eva: ['TREASURER'], Dan: [] });
  });

  on('who stands is on the roll: strangers, doubles and elections without people are refused in words', async () => {
    expect(await refused(election(['Ben', 'Ben'], {}))).toMatchObject({
      field: 'options',
      message: 'One person stands there twice.',
    });
    const stranger = { options: [{ personId: ids['Ben'] }, { personId: groupId }] };
    expect(await refused(election([], {}, stranger))).toMatchObject({
      field: 'options',
      message: 'Somebody is no member and cannot stand.',
    });
    expect(await refused(election([], {}, { options: named('Ben', 'A friend of Dan') }))).toMatchObject({
      field: 'effects.0.toWinners',
      message: 'Only members can be given a duty. Choose all who stand from the roll.',
    });
  });

  on(
    'shared money opens a line for each project it funds, within the budget; where the fund is short nothing opens',
    async () => {
      const eur = (minor: string) => ({ minor, currency: 'EUR' });
      const projects = [
        { label: 'Lamps', cost: eur('20000') },
        { label: 'Garden', cost: eur('15000') },
        { label: 'Statue', cost: eur('40000') },
      ];
      const budget = (minor: string, more: object = {}): object => ({
        template: 'BUDGET',
        method: 'MES',
        options: projects,
        settings: { budget: eur(minor) },
        effects: [{ kind: 'BUDGET_ALLOCATE' }],
        ...more,
      });
      const vote = await opens(budget('40000'));
      const [lamps, garden, statue] = vote.options.map(({ id }) => id) as [string, string, string];
      for (const who of ['Ana', 'Ben', 'Cleo']) await votes(who, vote, { options: [lamps, garden] });
      await votes('Dan', vote, { options: [statue] });
      const closed = await closes(vote);
      expect(closed.tally!.winners.toSorted()).toEqual([lamps, garden].toSorted());
      expect(closed.execution).toMatchObject({ state: 'DONE' });
      const lines = await world.database.reads.query<{ name: string; planned: string }[]>(
        'SELECT name, planned::text FROM budget_line WHERE authority_id = $1 ORDER BY authority_part',
        [vote.id],
      );
      expect(lines).toEqual([
        { name: 'Lamps', planned: '20000' },
        { name: 'Garden', planned: '15000' },
      ]);
      // 250.00 are left in the fund: a second round of 400.00 may be voted on, and says what stands against it.
      const short = await opens(budget('40000'));
      expect(short.effects[0]!.refusal).toBe(
        'The fund General has €250.00 available, which is less than this decision asks for.',
      );
      for (const who of ['Ana', 'Ben', 'Cleo']) await votes(who, short, { options: [short.options[2]!.id] });
      expect((await closes(short)).execution).toMatchObject({ state: 'FAILED', failureCode: 'FUND_SHORT' });
      const none = 'SELECT 1 FROM budget_line WHERE authority_id = $1';
      expect(await world.database.reads.query(none, [short.id])).toEqual([]);
      const poll = { template: 'CHOOSE_ONE', method: 'PLURALITY', options: named('Blue', 'Red') };
      expect(await refused({ ...poll, effects: [{ kind: 'BUDGET_ALLOCATE' }] })).toMatchObject({
        field: 'effects.0.kind',
        message: 'Only a vote that shares out money opens a line for each project.',
      });
    },
  );

  on(
    'a closed ranked vote says whom other ways of counting would have elected, of a secret one from its board',
    async () => {
      const rankings = (ids: readonly string[]): { ranking: string[][] }[] => {
        const [ben, cleo, dan] = ids.map((id) => [id]) as [string[], string[], string[]];
        const [first, last, middle] = [
          [ben, cleo, dan],
          [dan, cleo, ben],
          [cleo, ben, dan],
        ];
        return [first, first, last, last, middle].map((ranking) => ({ ranking }));
      };
      const said = `query ($id: ID!) { proposal(id: $id) { options { id } tally { winners others { method winners tied } } } }`;
      const others = async ({ id }: Seen, by = people['Eva']!): Promise<Counted | null> =>
        (await by.get<{ tally: Counted | null }>(said, { id })).tally;
      const open = await elects(election(['Ben', 'Cleo', 'Dan'], {}, { effects: [] }));
      const answers = rankings(open.options.map(({ id }) => id));
      for (const [at, who] of Object.keys(people).entries()) await votes(who, open, answers[at]!);
      expect((await others(open))!.others).toEqual([]);
      const sealed = await elects(
        election(['Ben', 'Cleo', 'Dan'], {}, { effects: [], secrecy: 'SECRET', showResults: 'AFTER_CLOSE' }),
      );
      const hidden = rankings(sealed.options.map(({ id }) => id));
      for (const [at, who] of Object.values(people).entries()) {
        const asked = await who.get<Sealed>('query ($id: ID!) { proposal(id: $id) { id rulesHash } }', {
          id: sealed.id,
        });
        await handIn(who, asked, seal(asked, hidden[at]!));
      }
      expect(await others(sealed)).toBeNull();
      await closes(open);
      for (const vote of [open, sealed]) {
        const [ben, cleo] = vote.options.map(({ id }) => id) as [string, string];
        const by = (method: string, winner: string): object => ({ method, winners: [winner], tied: [] });
        expect(await others(vote)).toEqual({
          winners: [cleo],
          others: [
            by('BORDA', cleo),
            by('COPELAND', cleo),
            by('IRV', ben),
            by('MINIMAX', cleo),
            by('RANKED_PAIRS', cleo),
          ],
        });
        const record = await (await people['Eva']!.fetch(`/p/${vote.id}/record.md`)).text();
        expect(record).toContain(
          'Other ways of counting the same ballots: Borda, Copeland, minimax and ranked pairs would have elected Cleo as well; IRV Ben.',
        );
      }
    },
  );

  on('electors add options until an instant, ballots name them, and the bundle counts again', async () => {
    const poll = { template: 'RANKED', method: 'SCHULZE', options: named('Weir House', 'School hall') };
    expect(await refused({ ...poll, optionsUntil: inDays(2) })).toMatchObject({
      field: 'optionsUntil',
      message: 'The time to add options must end before the vote does.',
    });
    const vote = await opens({ ...poll, optionsUntil: inDays(0.5) });
    expect(await people['Cleo']!.refusalOf(adds, { id: vote.id, label: ' ' })).toMatchObject({ field: 'label' });
    expect(await people['Cleo']!.refusalOf(adds, { id: vote.id, label: 'SCHOOL HALL' })).toMatchObject({
      field: 'label',
      message: '"SCHOOL HALL" stands there already.',
    });
    const more = await people['Cleo']!.get<Seen>(adds, { id: vote.id, label: 'Boat shed' });
    expect(more.options.map(({ label }) => label)).toEqual(['Weir House', 'School hall', 'Boat shed']);
    expect(more.options[2]!.addedAt).not.toBeNull();
    const [weir, school, boat] = more.options.map(({ id }) => id) as [string, string, string];
    await votes('Ana', vote, { ranking: [[weir], [boat], [school]] });
    await votes('Ben', vote, { ranking: [[boat], [school]] });
    await votes('Cleo', vote, { ranking: [[boat]] });
    expect((await seen(vote.id)).tally!.winners).toEqual([boat]);
    gone += 0.6;
    await world.clockPasses(`${gone * 24} hours`);
    expect((await people['Dan']!.refusalOf(adds, { id: vote.id, label: 'Mill' }))!.message).toBe(
      'The time to add options is over.',
    );
    const closed = await closes(vote);
    expect(closed.tally).toMatchObject({ verdict: 'PASSED', winners: [boat] });
    const { bundleFault } = await import('../../apps/api/src/decisions/index.ts');
    const answer = await people['Ana']!.fetch(`/p/${vote.id}/decision.json`);
    expect(bundleFault((await answer.json()) as never)).toBeNull();
  });

  on(
    'an option is withdrawn by its author or who stands for it: rankings close up, and its voters are told',
    async () => {
      const vote = await elects(election(['Cleo', 'Dan', 'Eva'], { duty: 'ORGANISER' }));
      const [cleo, dan, eva] = vote.options.map(({ id }) => id) as [string, string, string];
      await votes('Ana', vote, { ranking: [[dan], [eva], [cleo]] });
      await votes('Ben', vote, { ranking: [[cleo], [eva]] });
      await votes('Eva', vote, { ranking: [[eva]] });
      expect(await people['Ben']!.refusalOf(withdraws, { id: vote.id, option: dan })).not.toBeNull();
      const after = await people['Dan']!.get<Seen>(withdraws, { id: vote.id, option: dan });
      expect(after.options.map(({ withdrawn }) => withdrawn)).toEqual([false, true, false]);
      const { subject, text } = await world.mailTo('ana@example.org');
      expect(subject).toBe('An option was withdrawn: Who, or what?');
      expect(text).toContain('“Dan” does not stand any more');
      const told = await world.database.reads.query<{ recipient: string }[]>(
        `SELECT recipient FROM mail WHERE subject = $1`,
        [subject],
      );
      expect(told).toEqual([{ recipient: 'ana@example.org' }]);
      expect(await people['Ben']!.refusalOf(withdraws, { id: vote.id, option: eva })).not.toBeNull();
      const closed = await closes(vote);
      expect(closed.tally!.winners).toEqual([eva]);
      expect(closed.execution).toMatchObject({ state: 'DONE' });
      expect(await people['Dan']!.get(offers)).toEqual([]);
    },
  );

  on('what a vote cannot be is refused at its field, in words', async () => {
    const poll = { template: 'CHOOSE_ONE', method: 'PLURALITY', options: named('Blue', 'Red') };
    expect(await refused({ ...poll, quorum: '4/3' })).toMatchObject({
      field: 'quorum',
      message: '"4/3" is no share of the members. It looks like 1/3.',
    });
    expect(await refused({ ...poll, closesAt: inDays(-1) })).toMatchObject({
      field: 'closesAt',
      message: 'The vote would close in the past. Choose a later time.',
    });
    const removes = [{ kind: 'MEMBER_REMOVE', personId: ids['Dan'], reason: 'He sings' }];
    expect(await refused({ method: 'MAJORITY', effects: removes })).toMatchObject({
      field: 'effects',
      message: expect.stringContaining('decided by a case of its own'),
    });
    const entrenched = [{ kind: 'RULEBOOK_AMEND', changes: [{ key: 'decision.graceHours', value: '24' }] }];
    expect(await refused({ method: 'CONSENT', effects: entrenched })).toMatchObject({
      field: 'method',
      message: 'This needs a majority vote with two thirds of yes and no: choose the majority vote.',
    });
    const onNothing = [{ kind: 'PROPOSAL_DRAFT', title: 'Next' }];
    expect(await refused({ ...poll, effects: onNothing })).toMatchObject({ field: 'effects' });
    expect(await refused({ ...poll, effects: [{ ...onNothing[0], onOption: 7 }] })).toMatchObject({
      field: 'effects.0.onOption',
      message: 'Choose the option on which this hangs.',
    });
  });
}
