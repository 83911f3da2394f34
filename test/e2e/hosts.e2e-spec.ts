import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PublishClock } from '../../apps/api/src/events/hosts/publish-clock.service.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, photo, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Several hosts of one event, the event begun from another, the one that publishes itself, and what is kept of one that is over.
describe.each(engines)('hosts and what is kept, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let dora: Client;
  let groupId: string;
  let otherId: string;
  const span = { from: new Date().toISOString(), to: new Date(Date.now() + 100 * 86_400_000).toISOString() };
  const create = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id version } }';
  const unfold = (ics: string): string => ics.replaceAll('\r\n ', '');
  interface Sides {
    hosts: { id: string; name: string; accepted: boolean; canAnswer: boolean; canEnd: boolean }[];
    photos: { id: string; fileId: string; alt: string; hidden: boolean; hiddenWhy: string; canManage: boolean }[];
    summaryHtml: string;
    summaryBy: string | null;
    canAddPhotos: boolean;
  }

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    otherId = await found(ana, { handle: 'millside' });
    dora = await joins(world, ana, { groupId: otherId, name: 'Dora' });
    await givesDuty(ana, { groupId: otherId, to: dora, duty: 'ORGANISER' });
  });
  afterAll(() => world.stop());

  async function plans(by: Client, more: object = {}, fields: object = {}): Promise<string> {
    const input = {
      groupId,
      fields: {
        title: 'Open evening',
        startLocal: wall(10, 19),
        endLocal: wall(10, 22),
        zone: 'Europe/Brussels',
        visibility: 'PUBLIC',
        ...fields,
      },
      ...more,
    };
    return (await by.get<{ id: string }>(create, { input })).id;
  }
  const sides = (by: Client, eventId: string): Promise<Sides> =>
    by.get<Sides>(
      'query ($id: ID!) { eventSides(eventId: $id) { hosts { id name accepted canAnswer canEnd } photos { id fileId alt hidden hiddenWhy canManage } summaryHtml summaryBy canAddPhotos } }',
      { id: eventId },
    );
  const invite = 'mutation ($input: InviteHostInput!) { inviteHost(input: $input) }';
  const reply = 'mutation ($id: ID!, $accept: Boolean!) { answerHostInvitation(id: $id, accept: $accept) }';
  const titles = async (by: Client, handle: string): Promise<string[]> =>
    (
      await by.get<{ nodes: { title: string }[] }>(
        'query ($h: String!, $from: DateTime!, $to: DateTime!) { groupEvents(handle: $h, from: $from, to: $to) { nodes { title } } }',
        { h: handle, ...span },
      )
    ).nodes.map(({ title }) => title);
  const feed = async (by: Client, path: string): Promise<string> => unfold(await (await by.fetch(path)).text());

  describe('hosts', () => {
    let eventId: string;

    test('another group is asked, its organiser accepts, and the event stands in both calendars and feeds, once each', async () => {
      eventId = await plans(ben, {}, { title: 'Shared concert' });
      expect(await dora.refusalOf(invite, { input: { eventId, groupHandle: 'riverside' } })).toMatchObject({
        code: 'FORBIDDEN',
      });
      for (const [input, field] of [
        [{ groupHandle: 'nowhere' }, 'groupHandle'],
        [{ groupHandle: 'riverside' }, 'groupHandle'],
        [{ personId: await idOf(dora) }, 'personId'],
        [{}, 'personId'],
      ] as const)
        expect(await ben.refusalOf(invite, { input: { eventId, ...input } })).toMatchObject({ field });
      await ben.get(invite, { input: { eventId, groupHandle: 'millside' } });
      expect(await ben.refusalOf(invite, { input: { eventId, groupHandle: 'millside' } })).toMatchObject({
        code: 'CONFLICT',
      });
      expect(await titles(dora, 'millside')).toEqual([]);
      expect((await sides(cleo, eventId)).hosts).toEqual([]);
      expect((await world.mailTo('dora@example.org')).subject).toBe('Host with us? Shared concert');
      const [asked] = await dora.get<{ id: string; asGroup: string }[]>('{ hostInvitations { id asGroup } }');
      expect(asked!.asGroup).toBe('Group millside');
      expect(await cleo.refusalOf(reply, { id: asked!.id, accept: true })).toMatchObject({ code: 'FORBIDDEN' });
      await dora.get(reply, { id: asked!.id, accept: true });
      expect((await world.mailTo('ben@example.org')).text).toContain(
        'Group millside now hosts "Shared concert" with you',
      );
      expect(await titles(dora, 'millside')).toEqual(['Shared concert']);
      expect(await titles(world.visitor(), 'riverside')).toEqual(['Shared concert']);
      const coming = await ana.get<{ nodes: { title: string }[] }>('{ comingEvents(first: 20) { nodes { title } } }');
      expect(coming.nodes.filter(({ title }) => title === 'Shared concert')).toHaveLength(1);
      const { url } = await ana.get<{ url: string }>('mutation { createCalendarFeed(label: "phone") { url } }');
      const all = await feed(ana, new URL(url).pathname.replace('my.ics', 'groups.ics'));
      for (const ics of [await feed(ana, '/g/riverside/events.ics'), await feed(ana, '/g/millside/events.ics'), all])
        expect(ics.match(/SUMMARY:Shared concert/g)).toHaveLength(1);
    });

    test('who looks after the other group edits it, and its calendar follows the change', async () => {
      const before = (await dora.fetch('/g/millside/events.ics')).headers.get('etag');
      const { version } = await dora.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', {
        id: eventId,
      });
      const fields = {
        title: 'Shared concert, at eight',
        startLocal: wall(10, 20),
        endLocal: wall(10, 22),
        zone: 'Europe/Brussels',
        visibility: 'PUBLIC',
      };
      const update = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }';
      const input = { id: eventId, expectedVersion: version, fields };
      expect(await cleo.refusalOf(update, { input })).toMatchObject({ code: 'FORBIDDEN' });
      await dora.get(update, { input });
      expect((await dora.fetch('/g/millside/events.ics')).headers.get('etag')).not.toBe(before);
    });

    test('the last host cannot go; with a co-host they leave the event to them, and leaving the group ends hosting', async () => {
      const leave = 'mutation ($id: ID!) { leaveHosting(eventId: $id) }';
      expect(await ben.refusalOf(leave, { id: eventId })).toMatchObject({ code: 'CONFLICT' });
      await ben.get(invite, { input: { eventId, personId: await idOf(cleo) } });
      const asked = (await sides(cleo, eventId)).hosts.find(({ canAnswer }) => canAnswer)!;
      await cleo.get(reply, { id: asked.id, accept: true });
      await ben.get(leave, { id: eventId });
      const hostOf = (): Promise<{ hostName: string }> =>
        ana.get('query ($id: ID!) { event(id: $id) { hostName } }', { id: eventId });
      expect(await hostOf()).toEqual({ hostName: 'Cleo' });
      await cleo.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
      expect(await hostOf()).toEqual({ hostName: 'Ana' });
    });

    test('a co-hosting group ends it for itself, and the event is gone from its calendar', async () => {
      const host = (await sides(dora, eventId)).hosts.find(({ canEnd }) => canEnd)!;
      await dora.get('mutation ($id: ID!) { endHosting(id: $id) }', { id: host.id });
      expect(await titles(dora, 'millside')).toEqual([]);
      expect(await titles(dora, 'riverside')).toContain('Shared concert, at eight');
    });
  });

  describe('begun from another, and published later', () => {
    test('a new event takes over the tasks of the one it was begun from; a template names it for the group', async () => {
      const from = await plans(ben, {}, { title: 'Repair evening' });
      await ben.get(
        'mutation ($id: ID!, $fields: TaskFieldsInput!) { createTask(eventId: $id, fields: $fields) { eventId } }',
        { id: from, fields: { kind: 'BRING', title: 'Soup', wanted: 2 } },
      );
      const save = 'mutation ($id: ID!, $name: String!) { saveEventTemplate(eventId: $id, name: $name) }';
      await ben.get(save, { id: from, name: 'Repair evening' });
      expect(await ben.refusalOf(save, { id: from, name: 'Repair evening' })).toMatchObject({ field: 'name' });
      expect(await world.visitor().get('{ eventTemplates(handle: "riverside") { name } }')).toEqual([]);
      const [template] = await ana.get<{ id: string; eventId: string }[]>(
        '{ eventTemplates(handle: "riverside") { id eventId } }',
      );
      expect(template!.eventId).toBe(from);
      const copy = await plans(ana, { copyFrom: template!.eventId });
      const tasks = await ana.get<{ tasks: { title: string }[] }>(
        'query ($id: ID!) { eventTasks(eventId: $id) { tasks { title } } }',
        { id: copy },
      );
      expect(tasks.tasks).toEqual([{ title: 'Soup' }]);
      expect(await ana.refusalOf(create, { input: { groupId: otherId, copyFrom: from, fields: {} } })).not.toBeNull();
      await ben.get('mutation ($id: ID!) { removeEventTemplate(id: $id) }', { id: template!.id });
      expect(await ana.get('{ eventTemplates(handle: "riverside") { name } }')).toEqual([]);
    });

    test('a draft with a time publishes itself then and not before; only its host and organisers see it until then', async () => {
      const late = { publishAt: new Date(Date.now() + 12 * 86_400_000) };
      const input = {
        groupId,
        fields: {
          title: 'Surprise',
          startLocal: wall(10, 19),
          endLocal: wall(10, 20),
          zone: 'UTC',
          visibility: 'PUBLIC',
        },
      };
      expect(await ben.refusalOf(create, { input: { ...input, ...late } })).toMatchObject({ field: 'publishAt' });
      const past = { publishAt: new Date(Date.now() - 1000) };
      expect(await ben.refusalOf(create, { input: { ...input, ...past } })).toMatchObject({ field: 'publishAt' });
      const id = await plans(ben, { publishAt: new Date(Date.now() + 86_400_000) }, { title: 'Surprise' });
      const status = async (by: Client): Promise<string | undefined> =>
        (await by.get<{ status: string } | null>('query ($id: ID!) { event(id: $id) { status } }', { id }))?.status;
      expect([await status(ben), await status(world.visitor())]).toEqual(['DRAFT', undefined]);
      expect(await ben.get('{ eventDrafts(handle: "riverside") { title } }')).toEqual([{ title: 'Surprise' }]);
      expect(await world.visitor().get('{ eventDrafts(handle: "riverside") { title } }')).toEqual([]);
      const clock = world.app.get(PublishClock);
      await clock.publishDue();
      expect(await status(ben)).toBe('DRAFT');
      await world.clockPasses('25 hours');
      await clock.publishDue();
      await clock.publishDue();
      expect([await status(ben), await status(world.visitor())]).toEqual(['SCHEDULED', 'SCHEDULED']);
      const entries = await world.database.reads.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM outbox WHERE kind = 'EventPublished' AND payload ->> 'eventId' = $1`,
        [id],
      );
      expect(entries[0]!.n).toBeLessThanOrEqual(1);
      await world.clockPasses('0 minutes');
    });
  });

  describe('afterwards', () => {
    let eventId: string;
    const add = 'mutation ($input: AddPhotoInput!) { addEventPhoto(input: $input) { photos { id } } }';
    const uploads = async (by: Client): Promise<string> =>
      (
        (await (await by.upload('/files', { name: 'p.jpg', bytes: await photo() }, { groupId })).json()) as {
          id: string;
        }
      ).id;
    const alts = async (by: Client): Promise<string[]> => (await sides(by, eventId)).photos.map(({ alt }) => alt);

    test('a photo needs words and an event that has begun, and is seen by its readers alone, its file too', async () => {
      eventId = await plans(ana, {}, { title: 'Last night' });
      await ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
        input: { eventId, answer: 'GOING', idempotencyKey: key() },
      });
      const early = { eventId, fileId: await uploads(ana), alt: 'The band', readers: 'PUBLIC' };
      expect(await ana.refusalOf(add, { input: early })).toMatchObject({ code: 'CONFLICT' });
      await world.clockPasses('11 days');
      expect(await ana.refusalOf(add, { input: { ...early, alt: ' ' } })).toMatchObject({ field: 'alt' });
      await ana.get(add, { input: early });
      for (const readers of ['MEMBERS', 'ATTENDEES'])
        await ben.get(add, { input: { eventId, fileId: await uploads(ben), alt: readers, readers } });
      expect(await dora.refusalOf(add, { input: early })).toMatchObject({ code: 'FORBIDDEN' });
      const eve = await joins(world, ana, { groupId, name: 'Eve' });
      expect(await alts(ben)).toEqual(['The band', 'MEMBERS', 'ATTENDEES']);
      expect(await alts(eve)).toEqual(['The band', 'MEMBERS']);
      expect(await alts(world.visitor())).toEqual(['The band']);
      const files = (await sides(ben, eventId)).photos.map(({ fileId }) => fileId);
      const statuses = (by: Client): Promise<number[]> =>
        Promise.all(files.map(async (id) => (await by.fetch(`/files/${id}`)).status));
      expect(await statuses(ben)).toEqual([200, 200, 200]);
      expect(await statuses(eve)).toEqual([200, 200, 404]);
      expect(await statuses(world.visitor())).toEqual([200, 404, 404]);
    });

    test('whoever is shown takes a photo down at once, without an account; hosts hear of it and decide', async () => {
      const [first] = (await sides(world.visitor(), eventId)).photos;
      const hide = 'mutation ($id: ID!, $why: String) { hideEventPhoto(id: $id, why: $why) }';
      await world.visitor().get(hide, { id: first!.id, why: 'That is my child' });
      expect(await alts(world.visitor())).toEqual([]);
      expect(await alts(ben)).toEqual(['MEMBERS', 'ATTENDEES']);
      expect((await world.visitor().fetch(`/files/${first!.fileId}`)).status).toBe(404);
      const mail = await world.mailTo('ana@example.org');
      expect(mail.subject).toBe('A picture was taken down: Last night');
      expect(mail.text).toContain('That is my child');
      expect((await sides(ana, eventId)).photos[0]).toMatchObject({ hidden: true, hiddenWhy: 'That is my child' });
      const remove = 'mutation ($id: ID!) { removeEventPhoto(id: $id) }';
      expect(await ben.refusalOf(remove, { id: first!.id })).toMatchObject({ code: 'NOT_FOUND' });
      await ana.get('mutation ($id: ID!) { showEventPhoto(id: $id) }', { id: first!.id });
      expect(await alts(world.visitor())).toEqual(['The band']);
      await ana.get(remove, { id: first!.id });
      expect(await alts(ana)).toEqual(['MEMBERS', 'ATTENDEES']);
    });

    test('pictures of an unlisted event are for whoever has its key: the page, the file, the card, and the wish to take one down', async () => {
      await world.clockPasses('0 minutes');
      const coverId = await uploads(ana);
      const id = await plans(ana, {}, { title: 'By its address', visibility: 'UNLISTED', coverId, coverAlt: 'Lamps' });
      const { linkKey } = await ana.get<{ linkKey: string }>('query ($id: ID!) { event(id: $id) { linkKey } }', { id });
      await world.clockPasses('11 days');
      await ana.get(add, { input: { eventId: id, fileId: await uploads(ana), alt: 'The lamps', readers: 'PUBLIC' } });
      const visitor = world.visitor();
      expect(await sides(visitor, id)).toBeNull();
      const [photo] = (await sides(visitor, `${id}.${linkKey}`)).photos;
      for (const [path, status] of [
        [`/files/${photo!.fileId}`, 404],
        [`/files/${photo!.fileId}.${'x'.repeat(16)}`, 404],
        [`/files/${photo!.fileId}.${linkKey}`, 200],
        [`/files/${coverId}`, 404],
        [`/files/${coverId}.${linkKey}`, 200],
        [`/e/${id}/card.png`, 404],
        [`/e/${id}.${linkKey}/card.png`, 200],
      ] as const)
        expect([path, (await visitor.fetch(path)).status]).toEqual([path, status]);
      const head = await (await visitor.fetch(`/e/${id}.${linkKey}`)).text();
      for (const part of ['/card.png', '.ics', '']) expect(head).toContain(`"${world.url}/e/${id}.${linkKey}${part}"`);
      expect(head).toContain('name="robots" content="noindex"');
      expect(head).not.toMatch(new RegExp(`${id}(?!\\.${linkKey})`));
      const hide = 'mutation ($id: ID!) { hideEventPhoto(id: $id) }';
      expect(await visitor.refusalOf(hide, { id: photo!.id })).toMatchObject({ code: 'NOT_FOUND' });
      await visitor.get(hide, { id: `${photo!.id}.${linkKey}` });
      expect((await visitor.fetch(`/files/${photo!.fileId}.${linkKey}`)).status).toBe(404);
    });

    test('a host writes the summary afterwards, everybody who sees the event reads it', async () => {
      const write =
        'mutation ($id: ID!, $body: String!) { writeEventSummary(eventId: $id, body: $body) { summaryHtml } }';
      expect(await ben.refusalOf(write, { id: eventId, body: 'Nice' })).toMatchObject({ code: 'FORBIDDEN' });
      await ana.get(write, { id: eventId, body: 'We mended **nine** toasters.' });
      expect(await sides(world.visitor(), eventId)).toMatchObject({
        summaryBy: 'Ana',
        summaryHtml: expect.stringContaining('<strong>nine</strong>') as string,
      });
      await world.clockPasses('0 minutes');
    });
  });
});
