import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Journal, verifyJournal } from '#libs/money';
import { Closer, type EffectCall } from '../../apps/api/src/decisions/index.ts';
import { FundShareEffect } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

interface Effect {
  refusalCode: string | null;
}

const create = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }';
const cast =
  'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on BallotRefused { message } } }';
const execution = 'query ($id: ID!) { proposal(id: $id) { execution { state failureCode } } }';
const euros = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });

describe.each(engines)('a group gives to another on %s', (engine) => {
  let world: World;
  let [ana, ben, dan]: Client[] = [];
  let [here, there]: string[] = [];
  let gone = 0;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    [here, there] = [await found(ana), await found(ana, { handle: 'neighbours' })];
    ben = await joins(world, ana, { groupId: here, name: 'Ben' });
    await givesDuty(ana, { groupId: here, to: ben, duty: 'TREASURER' });
    dan = await joins(world, ana, { groupId: there, name: 'Dan' });
    await givesDuty(ana, { groupId: there, to: dan, duty: 'TREASURER' });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId: here, amount: euros(50_000), receivedOn: '2026-01-05', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(async () => {
    await world.settle();
    await world.stop();
  });
  afterEach(async () => {
    const broken = await sql(
      'SELECT what, ref FROM ledger_violations UNION ALL SELECT what, ref FROM month_violations',
    );
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const share = (minor: number, more: object = {}): object => ({
    kind: 'FUND_SHARE',
    title: 'For the summer fair',
    toGroup: 'neighbours',
    amount: euros(minor),
    ...more,
  });
  const asked = (effect: object): object => ({
    groupId: here,
    fields: {
      title: 'The neighbours',
      method: 'MAJORITY',
      quorum: '0/1',
      closesAt: new Date(Date.now() + (gone + 2) * 3_600_000).toISOString(),
      effects: [effect],
    },
  });
  const decides = async (
    effect: object,
    meanwhile?: () => Promise<unknown>,
  ): Promise<{ id: string; state: string; failureCode: string | null }> => {
    const { id } = await ben!.get<{ id: string }>(create, { input: asked(effect) });
    await meanwhile?.();
    for (const who of [ana!, ben!]) await who.get(cast, { input: { proposalId: id, option: 'agree' } });
    gone += 3;
    await world.clockPasses(`${gone} hours`);
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await expect
      .poll(
        async () => {
          await world.app.get(Closer).closeDue();
          return (await ben!.get<{ execution: { state: string } | null }>(execution, { id })).execution?.state;
        },
        { timeout: 20_000, interval: 50 },
      )
      .toMatch(/DONE|FAILED/);
    await world.settle();
    return {
      id,
      ...(await ben!.get<{ execution: { state: string; failureCode: string | null } }>(execution, { id })).execution,
    };
  };
  const general = async (groupId: string): Promise<number> =>
    Number(
      (
        await sql<{ n: string }>(
          `SELECT (w.credits - w.debits)::text AS n FROM fund f JOIN account_balance w ON w.account_id = f.account_id JOIN book b ON b.id = f.book_id WHERE b.group_id = $1 AND f.kind = 'general'`,
          [groupId],
        )
      )[0]!.n,
    );
  const between = (groupId: string): Promise<{ n: string }[]> =>
    sql(
      `SELECT (w.debits - w.credits)::text AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND a.path = 'assets:processor:shares'`,
      [groupId],
    );
  const rows = async (by: Client, handle: string): Promise<number | undefined> =>
    (
      await by.get<{ rows: { kind: string; waiting: number }[] } | null>(
        `{ treasurersDesk(handle: "${handle}") { rows { kind waiting } } }`,
      )
    )?.rows.find(({ kind }) => kind === 'SHARES')?.waiting;

  const opensPurse = async (): Promise<string> => {
    const { id } = await ana!.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          groupId: there,
          fields: {
            title: 'Fair',
            startLocal: wall(30, 19),
            endLocal: wall(30, 22),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
          },
        },
      },
    );
    await dan!.get('mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }', {
      groupId: there,
      eventId: id,
    });
    return (await sql<{ id: string }>('SELECT id FROM fund WHERE event_id = $1', [id]))[0]!.id;
  };
  const moveFunds = 'mutation ($input: TransferInput!) { transferBetweenFunds(input: $input) { entryId } }';
  const secondPersonAbove = (groupId: string, above: string | null): Promise<unknown> =>
    sql(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', CASE WHEN $2::text IS NULL THEN v.rules #- '{spending,manualEntrySecondPersonAbove}' ELSE jsonb_set(v.rules, '{spending,manualEntrySecondPersonAbove}', to_jsonb($2::text)) END))).* FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [groupId, above],
    );
  const received = '{ sharesReceived { id groupHandle text hasOtherFund amount { minor currency } } }';
  const settle = 'mutation ($entryId: ID!) { settleShare(entryId: $entryId) }';
  const side = 'query ($entryId: ID!) { shareSide(entryId: $entryId) { name handle readsBook } }';
  const entryIn = async (groupId: string): Promise<string> =>
    (
      await sql<{ id: string }>(
        `SELECT e.id FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 AND e.kind = 'FUND_SHARE' ORDER BY e.seq LIMIT 1`,
        [groupId],
      )
    )[0]!.id;

  /** The inbox and the mail lead to the same step; what is moved is the other fund's, and the entry that came stays as it is. */
  const reachesTheKeeper = async (text: string, purse: string): Promise<void> => {
    const id = await entryIn(there!);
    expect(text).toContain(`/g/neighbours/book/accounts?share=${id}`);
    expect(await dan!.get(received)).toEqual([
      {
        id,
        groupHandle: 'neighbours',
        text: 'Group riverside: For the summer fair',
        hasOtherFund: true,
        amount: euros(12_000),
      },
    ]);
    for (const by of [ana!, ben!]) expect(await by.get(received)).toEqual([]);
    expect(await ben!.refusalOf(settle, { entryId: id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await dan!.refusalOf(settle, { entryId: await entryIn(here!) })).toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      sql('INSERT INTO share_seen (entry_id, person_id) SELECT $1, id FROM person LIMIT 1', [await entryIn(here!)]),
    ).rejects.toThrow('nothing came from another group');
    const moves = { groupId: there, toFundId: purse, amount: euros(2000), idempotencyKey: key() };
    const waits = async (): Promise<unknown[]> =>
      (
        await dan!.get<{ shares: unknown[] }>(
          '{ keeping(handle: "neighbours") { shares { id amount { minor currency } } } }',
        )
      ).shares;
    expect(await waits()).toEqual([{ id, amount: euros(12_000) }]);
    const put = await dan!.get<{ entryId: string }>(moveFunds, { input: { ...moves, shareId: id } });
    expect(await general(there!)).toBe(10_000);
    // Whoever puts it somewhere, from wherever: nobody is asked any more, and it is put once.
    expect([await dan!.get(received), await waits()]).toEqual([[], []]);
    const again = { input: { ...moves, shareId: id, idempotencyKey: key() } };
    expect((await dan!.refusalOf(moveFunds, again))?.message).toContain('somewhere already');
    // Taken back, it waits again.
    const reverses = 'mutation ($id: ID!) { reverseEntry(id: $id, reason: "The wrong fund") }';
    expect(await dan!.get(reverses, { id: put.entryId })).toBe(true);
    expect([await general(there!), await waits()]).toEqual([12_000, [{ id, amount: euros(12_000) }]]);
    await secondPersonAbove(there!, '1000');
    expect(await dan!.get(moveFunds, { input: { ...again.input, idempotencyKey: key() } })).toEqual({ entryId: null });
    expect([await dan!.get(received), await waits()]).toEqual([[], []]);
    const [asked] = await sql<{ id: string }>(`SELECT id FROM entry_request WHERE state = 'WAITS'`);
    await dan!.get('mutation ($id: ID!) { withdrawEntry(id: $id) }', { id: asked!.id });
    expect(await waits()).toHaveLength(1);
    await dan!.get(moveFunds, { input: { ...again.input, idempotencyKey: key() } });
    const [second] = await sql<{ id: string }>(`SELECT id FROM entry_request WHERE state = 'WAITS'`);
    await ana!.get('mutation ($id: ID!) { approveEntry(id: $id) }', { id: second!.id });
    expect([await general(there!), await waits()]).toEqual([10_000, []]);
    await secondPersonAbove(there!, null);
    await dan!.get(moveFunds, { input: { ...moves, fromFundId: purse, toFundId: null, idempotencyKey: key() } });
    for (let n = 0; n < 2; n += 1) expect(await dan!.get(settle, { entryId: id })).toBe(true);
    expect(await dan!.get(received)).toEqual([]);
  };

  /** What was booked while the group at the other side was known tells its name to nobody who may not know of it now: neither pages nor files, in which the chain holds all the same. */
  const hidesTheName = async (of: {
    entry: string;
    groupId: string;
    handle: string;
    name: string;
    keeper: Client;
  }): Promise<void> => {
    const { entry, handle, name, keeper } = of;
    const texts = 'query ($handle: String!) { bookEntries(handle: $handle) { nodes { id text } } }';
    const textFor = async (by: Client): Promise<string | null | undefined> =>
      (await by.get<{ nodes: { id: string; text: string | null }[] }>(texts, { handle })).nodes.find(
        ({ id }) => id === entry,
      )?.text;
    expect(await textFor(keeper)).toBe('For the summer fair');
    expect(await textFor(ana!)).toBe(`${name}: For the summer fair`);
    const file = async (by: Client, path: string): Promise<string> => (await by.fetch(path)).text();
    const audit = await keeper.get<string>('mutation ($input: AuditLinkInput!) { makeAuditLink(input: $input) }', {
      input: { groupId: of.groupId, label: 'Auditor', days: 1 },
    });
    const [visitor, link] = [world.visitor(), new URL(audit).pathname];
    expect(await file(visitor, link)).toContain('For the summer fair');
    for (const [by, path] of [
      [keeper, `/g/${handle}/book/export/json`],
      [keeper, `/g/${handle}/book/export/csv`],
      [keeper, `/g/${handle}/book/export/hledger`],
      [visitor, link],
      [visitor, `${link}/book/json`],
    ] as const)
      expect([path, (await file(by, path)).includes(name)]).toEqual([path, false]);
    const journal = JSON.parse(await file(keeper, `/g/${handle}/book/export/json`)) as Journal;
    expect(journal.entries.find(({ id }) => id === entry)).toMatchObject({ text: null, salt: null });
    expect(verifyJournal((bytes) => createHash('sha256').update(bytes).digest(), journal)).toBeNull();
  };

  /** The page of the decision, too, and its record, say what was given and not to whom. */
  const decidesForNobody = async (given: string): Promise<void> => {
    const [entry] = await sql<{ id: string }>('SELECT authority_id AS id FROM ledger_entry WHERE id = $1', [given]);
    const { id } = entry!;
    const effects =
      'query ($id: ID!) { proposal(id: $id) { effects { label toGroup toGroupName planned { minor currency } } } }';
    const about = { label: 'For the summer fair', planned: euros(12_000) };
    const named = { ...about, toGroup: 'neighbours', toGroupName: 'Group neighbours' };
    for (const by of [ben!, world.visitor()])
      expect(await by.get(effects, { id })).toEqual({ effects: [{ ...about, toGroup: null, toGroupName: null }] });
    expect(await ana!.get(effects, { id })).toEqual({ effects: [named] });
    const file = async (by: Client, path: string): Promise<string> => (await by.fetch(path)).text();
    expect(await file(ben!, `/p/${id}/record.md`)).toContain('to another group: For the summer fair');
    for (const path of [`/p/${id}`, `/p/${id}/record.md`, '/g/riverside/book', '/g/riverside/events.atom'])
      expect([path, (await file(ben!, path)).includes('Group neighbours')]).toEqual([path, false]);
    expect(await file(ana!, `/p/${id}/record.md`)).toContain('to Group neighbours: For the summer fair');
    // What was put to the vote is part of what its hash says: the file to check it keeps the name.
    expect(await file(ben!, `/p/${id}/decision.json`)).toContain('Group neighbours');
  };

  /** Each entry names the group at its other side to who may know of it, and nobody else. */
  const namesTheOther = async (): Promise<void> => {
    const cleo = await joins(world, ana!, { groupId: there!, name: 'Cleo' });
    const [given, came] = [await entryIn(here!), await entryIn(there!)];
    const riverside = { name: 'Group riverside', handle: 'riverside', readsBook: true };
    expect(await ben!.get(side, { entryId: given })).toEqual({
      name: 'Group neighbours',
      handle: 'neighbours',
      readsBook: true,
    });
    for (const by of [ana!, cleo]) expect(await by.get(side, { entryId: came })).toEqual(riverside);
    expect((await cleo.refusalOf(side, { entryId: there }))?.code).toBe('NOT_FOUND');
    const becomes = (visibility: string): Promise<unknown> =>
      sql('UPDATE folk_group SET visibility = $2 WHERE id = $1', [here, visibility]);
    await becomes('closed');
    await sql(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', jsonb_set(v.rules, '{book.public}', 'false')))).* FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [here],
    );
    expect(await cleo.get(side, { entryId: came })).toEqual({ ...riverside, readsBook: false });
    await becomes('secret');
    expect(await cleo.get(side, { entryId: came })).toBeNull();
    expect(await ana!.get(side, { entryId: came })).toEqual(riverside);
    expect((await cleo.refusalOf(side, { entryId: given }))?.code).toBe('NOT_FOUND');
    await hidesTheName({ entry: came, groupId: there!, handle: 'neighbours', name: 'Group riverside', keeper: dan! });
    await becomes('open');
    // The same where the group that got it has become secret since.
    await sql(`UPDATE folk_group SET visibility = 'secret' WHERE id = $1`, [there]);
    expect(await ben!.get(side, { entryId: given })).toBeNull();
    await hidesTheName({ entry: given, groupId: here!, handle: 'riverside', name: 'Group neighbours', keeper: ben! });
    await decidesForNobody(given);
    await sql(`UPDATE folk_group SET visibility = 'open' WHERE id = $1`, [there]);
  };

  test('it is refused in words where it does not fit', async () => {
    const field = async (effect: object): Promise<unknown> =>
      (await ben!.refusalOf(create, { input: asked(effect) }))?.field;
    expect(await field(share(100, { toGroup: 'nobody' }))).toBe('effects.0.toGroup');
    // An empty form is told of its first field first.
    expect(await field(share(0, { toGroup: '', title: '' }))).toBe('effects.0.toGroup');
    expect(await field(share(100, { toGroup: 'riverside' }))).toBe('effects.0.toGroup');
    expect(await field(share(0))).toBe('effects.0.amount');
    expect(await field(share(100, { amount: { minor: '100', currency: 'USD' } }))).toBe('effects.0.amount');
    expect(await field(share(100, { title: '' }))).toBe('effects.0.title');
    expect(await field(share(100, { fundId: there }))).toBe('effects.0.fundId');
    const preview = await ben!.get<{ effects: Effect[] }>(
      'query ($groupId: ID!, $effects: [EffectInput!]!) { previewEffects(groupId: $groupId, effects: $effects) { effects { refusalCode toGroup toGroupName } } }',
      { groupId: here, effects: [share(60_000)] },
    );
    expect(preview.effects).toEqual([
      { refusalCode: 'FUND_SHORT', toGroup: 'neighbours', toGroupName: 'Group neighbours' },
    ]);
  });

  test('a decision books an entry in each book with the same transfer, and the other group is told', async () => {
    const purse = await opensPurse();
    expect(await decides(share(12_000))).toMatchObject({ state: 'DONE' });
    expect([await general(here!), await general(there!)]).toEqual([38_000, 12_000]);
    expect([await between(here!), await between(there!)]).toEqual([[{ n: '-12000' }], [{ n: '12000' }]]);
    const entries = await sql<{ transfer: string; authority_kind: string }>(
      `SELECT refs ->> 'transfer' AS transfer, authority_kind FROM ledger_entry WHERE kind = 'FUND_SHARE' ORDER BY authority_kind`,
    );
    expect(entries.map(({ authority_kind: kind }) => kind)).toEqual(['DECISION', 'SYSTEM']);
    expect(new Set(entries.map(({ transfer }) => transfer)).size).toBe(1);
    const mail = await world.mailTo('ana@example.org', 'Group riverside gives');
    expect(mail.text).toContain('For the summer fair');
    expect(mail.text).not.toContain('share=');
    await reachesTheKeeper((await world.mailTo('dan@example.org', 'Group riverside gives')).text, purse);
    await namesTheOther();
    expect(await rows(ben!, 'riverside')).toBe(1);
    // What was decided and is not there any more fails in words; the outcome stands.
    const line = await sql<{ id: string }>(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
       SELECT gen_random_uuid(), b.id, f.account_id, 'All', 37000, 'DECISION', gen_random_uuid(), b.last_seq FROM fund f JOIN book b ON b.id = f.book_id WHERE b.group_id = $1 AND f.kind = 'general' RETURNING id`,
      [here],
    );
    const mails = `SELECT count(*)::int AS n, count(*) FILTER (WHERE strpos(concat(subject, text_body, html_body), 'Group neighbours') > 0)::int AS naming FROM mail WHERE recipient = 'ben@example.org'`;
    const [before] = await sql<{ n: number; naming: number }>(mails);
    const becomes = (visibility: string) => async () =>
      sql('UPDATE folk_group SET visibility = $2 WHERE id = $1', [there, visibility]);
    const short = await decides(share(2000), becomes('secret'));
    expect(short).toMatchObject({ state: 'FAILED', failureCode: 'FUND_SHORT' });
    // No mail names the group that has become secret meanwhile.
    const [after] = await sql<{ n: number; naming: number }>(mails);
    expect(after!.n).toBeGreaterThan(before!.n);
    expect(after!.naming).toBe(before!.naming);
    await becomes('open')();
    await sql('UPDATE budget_line SET closed_at = clock_now() WHERE id = $1', [line[0]!.id]);
    // Carried from account to account, nothing lies between the groups any more.
    const accounts = await sql<{ path: string; id: string }>(
      `SELECT a.path, a.id FROM ledger_account a JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND a.class = 'HOLDING'`,
      [here],
    );
    const at = (path: string): string => accounts.find((one) => one.path === path)!.id;
    await secondPersonAbove(here!, null);
    await ben!.get('mutation ($input: MoveMoneyInput!) { moveMoney(input: $input) { requestId } }', {
      input: {
        groupId: here,
        fromId: at('assets:bank:main'),
        toId: at('assets:processor:shares'),
        amount: euros(12_000),
        idempotencyKey: key(),
      },
    });
    expect(await between(here!)).toEqual([{ n: '0' }]);
    expect(await rows(ben!, 'riverside')).toBe(0);
    // It is empty and stays open all the same: the next share is booked on it.
    const shares = at('assets:processor:shares');
    const closes = await ben!.refusalOf('mutation ($id: ID!) { closeAccount(id: $id) }', { id: shares });
    expect(closes?.message).toBe('What groups give each other is booked here, so this account stays open.');
    await expect(sql('UPDATE ledger_account SET closed_at = clock_now() WHERE id = $1', [shares])).rejects.toThrow(
      'the account between groups stays open',
    );
  });

  test('two groups give to each other at once: nobody is locked out, and each entry is there once', async () => {
    const before = [await general(here!), await general(there!)];
    const effect = world.app.get(FundShareEffect, { strict: false });
    const author = await idOf(ben!);
    const gives = async (n: number, meanwhile?: () => Promise<unknown>): Promise<void> => {
      const [from, to] = n % 2 === 0 ? [here!, there!] : [there!, here!];
      const handle = to === here ? 'riverside' : 'neighbours';
      const input = share(100, { toGroup: handle, kind: 'fund.share' }) as never;
      const payload = await effect.read(world.database.reads, {
        groupId: from,
        input,
        field: (name) => name,
        question: null,
      });
      await meanwhile?.();
      const call: EffectCall = {
        groupId: from,
        payload,
        expects: {},
        mandate: null,
        vote: null,
        options: [],
        proposalId: decided,
        proposalNumber: 1,
        authorId: author,
        index: 10 + n,
      };
      // Tried once: a deadlock would be seen.
      await world.database.source.transaction(async (tx) => {
        await tx.query('SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [from]);
        await effect.lock(tx, call);
        expect(await effect.refusal(tx, call)).toBeNull();
        await effect.run(tx, call);
      });
    };
    const decided = (
      await sql<{ id: string }>("SELECT authority_id AS id FROM ledger_entry WHERE authority_kind = 'DECISION' LIMIT 1")
    )[0]!.id;
    await Promise.all(Array.from({ length: 12 }, (_, n) => gives(n)));
    expect([await general(here!), await general(there!)]).toEqual(before);
    const found = await sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM (SELECT refs ->> 'transfer' FROM ledger_entry WHERE kind = 'FUND_SHARE' GROUP BY 1 HAVING count(*) = 2 AND count(DISTINCT book_id) = 2) s`,
    );
    expect(found[0]!.n).toBe(13);
    // A secret group that gives is not named to those who get it, in the book neither in the mail.
    await sql(`UPDATE folk_group SET visibility = 'secret' WHERE id = $1`, [here]);
    await gives(12);
    await world.settle();
    const [came] = await dan!.get<{ text: string }[]>(received).then((all) => all.slice(-1));
    expect(came!.text).toBe('For the summer fair');
    const { subject } = await world.mailTo('ana@example.org', 'A group on this server gives');
    expect(subject).not.toContain('riverside');
    // Nor is one that gets it and became secret once it was chosen, in the book of those who give.
    await sql(`UPDATE folk_group SET visibility = CASE id WHEN $1 THEN 'secret' ELSE 'open' END WHERE id IN ($1, $2)`, [
      there,
      here,
    ]);
    await expect(gives(14)).rejects.toMatchObject({ extensions: { field: 'toGroup' } });
    await sql(`UPDATE folk_group SET visibility = 'open' WHERE id = $1`, [there]);
    await gives(16, async () => sql(`UPDATE folk_group SET visibility = 'secret' WHERE id = $1`, [there]));
    const [booked] = await sql<{ text: string }>(
      `SELECT t.description AS text FROM ledger_entry e JOIN book b ON b.id = e.book_id JOIN ledger_entry_text t ON t.entry_id = e.id WHERE b.group_id = $1 AND e.kind = 'FUND_SHARE' ORDER BY e.seq DESC LIMIT 1`,
      [here],
    );
    expect(booked!.text).toBe('For the summer fair');
    // Nobody has put them anywhere: after 14 days the inbox does not ask any more; the desk does.
    gone += 15 * 24;
    await world.clockPasses(`${gone} hours`);
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    expect(await dan!.get(received)).toEqual([]);
  });
});
