import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What somebody is writing, seen before it is sent.
let world: World;
let ana: Client;
const text =
  'Bring **soup**.\n\n<script>alert(1)</script> [here](javascript:alert(1)) ![x](https://elsewhere.example/x.png)';

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
});
afterAll(() => world.stop());

test('a preview is what the page will show, with nothing in it that a page would not show', async () => {
  const groupId = await found(ana);
  const fields = {
    title: 'Soup',
    body: text,
    startLocal: wall(3, 19),
    endLocal: wall(3, 22),
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
  };
  const event = await ana.get<{ bodyHtml: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { bodyHtml } }',
    { input: { groupId, fields } },
  );
  const html = await ana.get<string>(webDocument('TextPreview'), { text });
  expect(html).toBe(event.bodyHtml);
  expect(html).toContain('<strong>soup</strong>');
  expect(html).not.toMatch(/<script|href="javascript|<img/);
});

test('a preview is for who is signed in, has an end, and is not a rendering service', async () => {
  expect((await world.visitor().refusalOf(webDocument('TextPreview'), { text }))?.code).toBe('UNAUTHENTICATED');
  expect(await ana.refusalOf(webDocument('TextPreview'), { text: 'x'.repeat(20_001) })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'text',
  });
  const codes = await Promise.all(
    Array.from({ length: 130 }, async () => (await ana.refusalOf(webDocument('TextPreview'), { text: 'a' }))?.code),
  );
  expect(codes).toContain('RATE_LIMITED');
  expect(codes.filter((code) => code === undefined).length).toBeLessThanOrEqual(120);
});
