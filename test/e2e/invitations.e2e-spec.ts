import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintCalendar } from '#libs/calendar';
import type { Client } from '../support/client.ts';
import { claim, found, joins, key, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Invitations by mail and the answers of calendar programs: over real SMTP, out and in.
const DOMAIN = 'moot.example.org';
const mailPort = 41_000 + Math.floor(Math.random() * 10_000);
const sent: { to: string; raw: string }[] = [];
let outside: SMTPServer;
let world: World;
let ana: Client;
let ben: Client;
let groupId: string;
let eventId: string;
let invitation: { calendar: string; from: string; uid: string };

beforeAll(async () => {
  outside = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        sent.push({ to: session.envelope.rcptTo[0]!.address, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((done) => outside.listen(0, '127.0.0.1', () => done()));
  const { port } = outside.server.address() as { port: number };
  world = await startWorld({
    env: {
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      FOLKMOOT_MAIL_FROM: `Riverside <moot@${DOMAIN}>`,
      FOLKMOOT_MAIL_PORT: String(mailPort),
      FOLKMOOT_MAIL_DOMAIN: DOMAIN,
    },
  });
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
});
afterAll(async () => {
  await world.stop();
  await new Promise<void>((done) => outside.close(done));
});

const basis = {
  title: 'Concert',
  startLocal: wall(10, 19),
  endLocal: wall(10, 22),
  zone: 'Europe/Brussels',
  visibility: 'PUBLIC',
  placeName: 'The Boathouse',
  capacity: 1,
};

/** The newest mail to an address whose subject has these words, as it came over the wire. */
async function delivered(to: string, subject: string): Promise<Email> {
  await world.settle();
  let mail: Email | undefined;
  await expect
    .poll(
      async () => {
        const mails = await Promise.all(sent.filter((one) => one.to === to).map((one) => PostalMime.parse(one.raw)));
        mail = mails.findLast((one) => one.subject?.includes(subject));
        return mail !== undefined;
      },
      { timeout: 15_000, interval: 200 },
    )
    .toBe(true);
  return mail!;
}
/** The newest calendar to an address as it was written: a mail reader tidies its line ends. */
async function written(email: string): Promise<string> {
  const [mail] = await world.database.reads.query<{ calendar: string }[]>(
    'SELECT calendar FROM mail WHERE recipient = $1 AND calendar IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1',
    [email],
  );
  return mail!.calendar;
}
const property = (calendar: string, name: string): string[] =>
  calendar
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line.startsWith(name));

const answerOf = async (email: string): Promise<string> =>
  (
    await world.database.reads.query<{ status: string }[]>(
      'SELECT r.status FROM rsvp r JOIN address a ON a.person_id = r.person_id WHERE a.email = $1 AND r.event_id = $2',
      [email, eventId],
    )
  )[0]!.status;

const outcomes = async (): Promise<string[]> =>
  (await world.database.reads.query<{ outcome: string }[]>('SELECT outcome FROM mail_reply ORDER BY at')).map(
    (one) => one.outcome,
  );

interface Said {
  readonly partstat: string;
  readonly method?: string;
  readonly sequence?: number;
  readonly uid?: string;
  readonly comment?: string;
}
/** What a calendar program writes. */
function replyText({ partstat, method = 'REPLY', sequence = 0, uid = invitation.uid, comment }: Said): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//Program//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    'DTSTAMP:20260101T000000Z',
    `ORGANIZER:mailto:${invitation.from}`,
    `ATTENDEE;PARTSTAT=${partstat}:mailto:somebody-else@example.net`,
    ...(comment ? [`COMMENT:${comment}`] : []),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
async function mails(of: {
  calendar?: string;
  text?: string;
  messageId?: string;
  to?: string;
  headers?: Record<string, string>;
  type?: string;
}): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true });
  try {
    await transport.sendMail({
      from: 'anybody@example.net',
      to: of.to ?? invitation.from,
      subject: 'Accepted: Concert',
      text: of.text ?? 'Accepted',
      ...(of.messageId ? { messageId: of.messageId } : {}),
      ...(of.headers ? { headers: of.headers } : {}),
      ...(of.calendar
        ? {
            attachments: [
              { filename: 'reply.ics', content: of.calendar, contentType: of.type ?? 'text/calendar; method=REPLY' },
            ],
          }
        : {}),
    });
  } finally {
    transport.close();
  }
}

test('a guest who confirmed gets an invitation that asks: one attendee, the organiser is who it comes from, the method twice the same', async () => {
  eventId = (
    await ana.get<{ id: string }>('mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', {
      input: { groupId, fields: basis },
    })
  ).id;
  const vera = world.visitor();
  await vera.get('mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { __typename } }', {
    input: { eventId, name: 'Vera', email: 'vera@example.org', answer: 'GOING', companions: 0 },
  });
  const { links } = await world.mailTo('vera@example.org');
  await vera.fetch(new URL(links[0]!).pathname, { method: 'POST' });
  const mail = await delivered('vera@example.org', "You're going");
  const part = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')!;
  const calendar = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
  const from = mail.from!.address!;
  expect(from).toMatch(/^rsvp\+[0-9a-f]{52}@moot\.example\.org$/);
  expect(mail.replyTo?.[0]?.address).toBe(from);
  expect(part.method).toBe('REQUEST');
  expect(property(calendar, 'METHOD')).toEqual(['METHOD:REQUEST']);
  expect(property(calendar, 'ORGANIZER')).toEqual([
    expect.stringMatching(new RegExp(`mailto:${from.replace('+', '\\+')}$`, 'i')),
  ]);
  const attendees = property(calendar, 'ATTENDEE');
  expect(attendees).toHaveLength(1);
  expect(attendees[0]).toMatch(/PARTSTAT=ACCEPTED/);
  expect(attendees[0]).toMatch(/mailto:vera@example\.org$/i);
  expect(mail.attachments.map(({ filename }) => filename)).toContain('invite.ics');
  const file = await written('vera@example.org');
  expect(lintCalendar(file)).toEqual([]);
  invitation = { calendar: file, from, uid: property(calendar, 'UID')[0]!.slice(4) };
});

test('khal reads the invitation', ({ skip }) => {
  if (!existsSync('/usr/bin/khal')) {
    if (process.env['CI']) throw new Error('khal is missing');
    skip('SKIPPED: khal is not installed');
  }
  const folder = mkdtempSync(join(tmpdir(), 'khal-'));
  writeFileSync(join(folder, 'invite.ics'), invitation.calendar);
  const config = `[calendars]\n[[here]]\npath = ${folder}\n[locale]\nlocal_timezone = Europe/Brussels\n`;
  writeFileSync(join(folder, 'config'), config);
  const printed = execFileSync('khal', ['-c', join(folder, 'config'), 'printics', join(folder, 'invite.ics')], {
    encoding: 'utf8',
  });
  expect(printed).toContain('Concert');
  rmSync(folder, { recursive: true, force: true });
});

test('an answer by mail is an answer; the same mail again is none, whoever it says it comes from', async () => {
  await mails({ calendar: replyText({ partstat: 'DECLINED' }), messageId: '<one@example.net>' });
  expect(await answerOf('vera@example.org')).toBe('no');
  await mails({
    calendar: replyText({ partstat: 'ACCEPTED' }),
    messageId: '<two@example.net>',
    type: 'application/ics',
  });
  expect(await answerOf('vera@example.org')).toBe('going');
  await mails({ calendar: replyText({ partstat: 'DECLINED' }), messageId: '<one@example.net>' });
  expect(await answerOf('vera@example.org')).toBe('going');
  await mails({
    calendar: replyText({ partstat: 'TENTATIVE' }),
    messageId: '<three@example.net>',
    type: 'text/calendar',
  });
  expect(await answerOf('vera@example.org')).toBe('maybe');
  expect(await outcomes()).toEqual(['taken', 'taken', 'taken']);
});

test('accepting what is full is the waitlist, and a mail says so; a place that frees is an invitation', async () => {
  const respond = 'mutation ($input: RespondInput!) { respond(input: $input) { __typename } }';
  await ben.get(respond, { input: { eventId, answer: 'GOING', idempotencyKey: key() } });
  await mails({ calendar: replyText({ partstat: 'ACCEPTED' }), messageId: '<four@example.net>' });
  expect(await answerOf('vera@example.org')).toBe('waitlisted');
  expect((await delivered('vera@example.org', 'waitlist')).text).toContain('waitlist');
  await ben.get(respond, { input: { eventId, answer: 'NO', idempotencyKey: key() } });
  const promoted = await delivered('vera@example.org', 'A place for you');
  const part = promoted.attachments.find(({ mimeType }) => mimeType === 'text/calendar')!;
  expect(part.method).toBe('REQUEST');
  const text = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
  expect(property(text, 'ATTENDEE')[0]).toContain('PARTSTAT=ACCEPTED');
});

test('what machines write, another event, an address with one letter wrong: nothing', async () => {
  const before = await outcomes();
  await mails({ calendar: replyText({ partstat: 'DECLINED' }), headers: { 'Auto-Submitted': 'auto-replied' } });
  expect(await outcomes()).toEqual(before);
  await mails({
    calendar: replyText({ partstat: 'DECLINED', uid: 'other@example.net' }),
    messageId: '<five@example.net>',
  });
  const wrong = invitation.from.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@'));
  await expect(mails({ calendar: replyText({ partstat: 'DECLINED' }), to: wrong })).rejects.toThrow('550');
  await expect(mails({ calendar: replyText({ partstat: 'DECLINED' }), to: `ana@${DOMAIN}` })).rejects.toThrow('550');
  await expect(mails({ text: 'x'.repeat(1_200_000) })).rejects.toThrow('552');
  expect(await answerOf('vera@example.org')).toBe('going');
  expect(await outcomes()).toEqual([...before, 'ignored']);
});

test('words, and another time proposed, reach the host without an address', async () => {
  await mails({ text: 'I bring a cake.\n\n> You are going', messageId: '<six@example.net>' });
  const words = await delivered('ana@example.org', 'Vera about Concert');
  expect(words.text).toContain('I bring a cake.');
  expect(words.text).not.toContain('You are going');
  expect(words.text).not.toContain('example.net');
  await mails({
    calendar: replyText({ partstat: 'TENTATIVE', method: 'COUNTER', comment: 'An hour later?' }),
    messageId: '<seven@example.net>',
  });
  await expect
    .poll(async () => (await delivered('ana@example.org', 'Vera about Concert')).text, { timeout: 10_000 })
    .toContain('An hour later?');
  expect(await answerOf('vera@example.org')).toBe('going');
});

test('after a change an answer to the older invitation is not taken; the newer one is, also pasted', async () => {
  const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', {
    id: eventId,
  });
  await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
    input: {
      id: eventId,
      expectedVersion: version,
      fields: { ...basis, startLocal: wall(11, 19), endLocal: wall(11, 22) },
    },
  });
  await world.clockPasses('11 minutes');
  const moved = await delivered('vera@example.org', 'It moved');
  const part = moved.attachments.find(({ mimeType }) => mimeType === 'text/calendar')!;
  const text = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
  expect(property(text, 'UID')[0]).toBe(`UID:${invitation.uid}`);
  expect(property(text, 'SEQUENCE')).toEqual(['SEQUENCE:1']);
  expect(property(text, 'ATTENDEE')[0]).toContain('PARTSTAT=NEEDS-ACTION');
  await mails({ calendar: replyText({ partstat: 'DECLINED' }), messageId: '<eight@example.net>' });
  expect(await answerOf('vera@example.org')).toBe('going');
  expect((await outcomes()).at(-1)).toBe('older');
  const paste = (body: string): Promise<{ outcome: string; eventId: string | null }> =>
    world.visitor().get('mutation ($text: String!) { pasteReply(text: $text) { outcome eventId } }', { text: body });
  const declined = replyText({ partstat: 'DECLINED', sequence: 1 });
  expect(await paste(declined)).toEqual({ outcome: 'TAKEN', eventId });
  expect(await answerOf('vera@example.org')).toBe('no');
  expect(await paste(declined)).toMatchObject({ outcome: 'AGAIN' });
  expect(await paste('Hello')).toEqual({ outcome: 'IGNORED', eventId: null });
  expect(await paste(declined.replaceAll('rsvp+', 'rsvp+0'))).toEqual({ outcome: 'IGNORED', eventId: null });
});

test('who comes no more has the event taken out of the calendar; a member gets it as an invitation only where they want that', async () => {
  const { id } = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    { input: { groupId, fields: { ...basis, title: 'Picnic', capacity: null } } },
  );
  const calendars = async (email: string): Promise<string[]> => {
    await world.settle();
    const found = await world.database.reads.query<{ said: string }[]>(
      `SELECT calendar_method || coalesce(' ' || substring(replace(calendar, E'\\r\\n ', '') FROM 'PARTSTAT=([A-Z-]+)'), '') AS said
       FROM mail WHERE recipient = $1 AND calendar IS NOT NULL AND subject LIKE '%Picnic%' ORDER BY created_at, id`,
      [email],
    );
    return found.map(({ said }) => said);
  };
  const answers = (answer: string): Promise<unknown> =>
    ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
      input: { eventId: id, answer, companions: 0, idempotencyKey: key() },
    });
  await answers('GOING');
  await answers('NO');
  expect(await calendars('ben@example.org')).toEqual([]);
  await ben.get('mutation { chooseMails(input: { invitations: true }) { invitations } }');
  for (const answer of ['GOING', 'NO', 'GOING']) await answers(answer);
  const told = ['REQUEST ACCEPTED', 'CANCEL DECLINED', 'REQUEST ACCEPTED'];
  expect(await calendars('ben@example.org')).toEqual(told);
  expect((await world.mailTo('ben@example.org')).text).toContain('Stop these mails');

  const will = world.visitor();
  await will.get('mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { __typename } }', {
    input: { eventId: id, name: 'Will', email: 'will@example.org', answer: 'GOING', companions: 0 },
  });
  await will.fetch(new URL((await world.mailTo('will@example.org')).links[0]!).pathname, { method: 'POST' });
  const manage = (await world.mailTo('will@example.org')).links.find((link) => link.includes('/l/answer/'))!;
  const body = new URLSearchParams({ answer: 'no' });
  await will.fetch(new URL(manage).pathname, { method: 'POST', body });
  expect(await calendars('will@example.org')).toEqual(['REQUEST ACCEPTED', 'CANCEL DECLINED']);
  expect(lintCalendar(await written('will@example.org'))).toEqual([]);

  // Maybe is an update of what is in the calendar already; who is taken off the list has it taken out.
  for (const answer of ['MAYBE', 'GOING']) await answers(answer);
  expect((await calendars('ben@example.org')).slice(3)).toEqual(['REQUEST TENTATIVE', 'REQUEST ACCEPTED']);
  const { nodes } = await ana.get<{ nodes: { id: string; name: string }[] }>(
    'query ($id: ID!) { eventAnswers(eventId: $id, statuses: [GOING]) { nodes { id name } } }',
    { id },
  );
  const rsvpId = nodes.find(({ name }) => name === 'Ben')!.id;
  await ana.get('mutation ($rsvpId: ID!) { removeRsvp(rsvpId: $rsvpId, reason: "Too many drums") { __typename } }', {
    rsvpId,
  });
  expect((await calendars('ben@example.org')).slice(5)).toEqual(['CANCEL DECLINED']);
  expect(lintCalendar(await written('ben@example.org'))).toEqual([]);
  await ben.get('mutation { chooseMails(input: { invitations: false }) { invitations } }');
});

test('the operator sees the door', async () => {
  expect(await ana.get('{ mailDoor { port domain listening } }')).toEqual({
    port: mailPort,
    domain: DOMAIN,
    listening: true,
  });
  await expect(ben.get('{ mailDoor { port } }')).rejects.toThrow('FORBIDDEN');
});
