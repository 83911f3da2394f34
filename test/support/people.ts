import sharp from 'sharp';
import type { Client } from './client.ts';
import { claimCodeOf, type World } from './world.ts';

/** Claims the instance for its first steward. */
export async function claim(world: World, name = 'Ana', email = 'ana@example.org'): Promise<Client> {
  const ana = world.visitor();
  await ana.get('mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { id } }', {
    input: { code: claimCodeOf(world), name, email },
  });
  return ana;
}

export interface GroupOptions {
  readonly handle?: string;
  readonly visibility?: 'OPEN' | 'CLOSED' | 'SECRET';
  readonly preset?: 'friends' | 'club' | 'association';
}

/** Founds a group and returns its id. */
export async function found(
  steward: Client,
  { handle = 'riverside', visibility = 'OPEN', preset = 'club' }: GroupOptions = {},
): Promise<string> {
  const group = await steward.get<{ id: string }>(
    'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Group { id } ... on HandleTaken { suggestion } } }',
    {
      input: { name: `Group ${handle}`, handle, currency: 'EUR', zone: 'Europe/Brussels', visibility, preset },
    },
  );
  return group.id;
}

/** Brings somebody new into a group: an invite link, a sign-in by the mailed link in the same browser, the invitation redeemed. */
export async function joins(
  world: World,
  steward: Client,
  of: { groupId: string; name: string; email?: string },
): Promise<Client> {
  const email = of.email ?? `${of.name.toLowerCase()}@example.org`;
  const { url } = await steward.get<{ url: string }>(
    'mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }',
    { input: { groupId: of.groupId, maxUses: 5, days: 7 } },
  );
  const person = world.visitor();
  const path = new URL(url).pathname;
  await person.get('mutation ($input: RequestSignInInput!) { requestSignIn(input: $input) }', {
    input: { email, name: of.name, next: path },
  });
  const { links } = await world.mailTo(email);
  const used = await person.fetch(new URL(links[0]!).pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  });
  if (used.status !== 303) throw new Error(`the sign-in link answered ${used.status}`);
  await person.get('mutation ($token: String!) { redeemInvitation(token: $token) }', { token: path.split('/').at(-1) });
  return person;
}

/** The id of the person behind a client. */
export async function idOf(person: Client): Promise<string> {
  return (await person.get<{ id: string }>('{ viewer { id } }')).id;
}

export async function givesDuty(
  steward: Client,
  of: { groupId: string; to: Client; duty: 'ORGANISER' | 'TREASURER' | 'STEWARD' },
): Promise<void> {
  await steward.get('mutation ($input: DutyInput!) { giveDuty(input: $input) }', {
    input: { groupId: of.groupId, personId: await idOf(of.to), duty: of.duty },
  });
}

/** A small photograph of a receipt, with a place in its EXIF as a phone writes it. */
export async function photo(): Promise<Uint8Array> {
  return sharp({ create: { width: 320, height: 480, channels: 3, background: '#eeeeee' } })
    .withExif({ IFD0: { Copyright: 'canary-exif' }, IFD3: { GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();
}

/** A wall time so many days from now, at an hour. */
export function wall(days: number, hour: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00`;
}

export const key = (): string => crypto.randomUUID();
