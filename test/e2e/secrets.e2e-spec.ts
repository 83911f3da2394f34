import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../apps/api/src/commands/doctor.ts';
import { ReplyAddresses } from '../../apps/api/src/notifications/reply-addresses.ts';
import { newId } from '../../apps/api/src/platform/ids.ts';
import { Secrets } from '../../apps/api/src/platform/secrets/secrets.service.ts';
import { engines } from '../support/engines.ts';
import { claim } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// What is sealed is read by nobody who has the database alone; the secret is shared by all processes and held outside.
const mail = {
  FOLKMOOT_MAIL_PORT: String(41_000 + Math.floor(Math.random() * 10_000)),
  FOLKMOOT_MAIL_DOMAIN: 'moot.example.org',
};
const old = 'the-secret-of-the-first-years-and-nothing-else';
const fresh = 'the-secret-after-somebody-has-left-the-house';
const label = { purpose: 'payout', of: newId() };
const doctor = async (world: World, forget = false): Promise<{ code: number; text: string }> => {
  const lines: string[] = [];
  const code = await examine(world.app, { print: (line) => void lines.push(line), forget });
  return { code, text: lines.join('\n') };
};

describe.each(engines)('on %s', (engine) => {
  let world: World;
  let databaseUrl: string | undefined;
  const kept = async (): Promise<{ secret_id: Buffer | null; reply_key: Buffer | null }> =>
    (
      await world.database.reads.query<[{ secret_id: Buffer | null; reply_key: Buffer | null }]>(
        'SELECT secret_id, reply_key FROM instance',
      )
    )[0];

  beforeAll(async () => {
    databaseUrl = engine === 'PostgreSQL' ? await freshDatabase() : undefined;
    world = await startWorld({ ...(databaseUrl ? { databaseUrl } : {}), env: { ...mail, FOLKMOOT_SECRET: old } });
    await claim(world);
  });
  afterAll(() => world?.stop());

  test('an instance keeps no key of its addresses for answers; they are known again, and altered ones are not', async () => {
    expect((await kept()).reply_key).toBeNull();
    const addresses = world.app.get(ReplyAddresses);
    const id = newId();
    const address = addresses.of(id)!;
    expect(addresses.rsvpOf(address)).toBe(id);
    expect(addresses.rsvpOf(address.replace(/.@/, (end) => (end[0] === '0' ? '1@' : '0@')))).toBeNull();
    expect(await doctor(world)).toMatchObject({
      code: 0,
      text: expect.stringContaining('from FOLKMOOT_SECRET') as string,
    });
  });

  test('a key of before, plain in the database, is sealed at the start; addresses in old mails hold', async () => {
    const key = Buffer.alloc(32, 7);
    await world.database.reads.query('UPDATE instance SET reply_key = $1', [key]);
    await world.app.get(Secrets).begin();
    const { reply_key } = await kept();
    expect(reply_key).toHaveLength(69);
    expect(Buffer.from(reply_key!).includes(key.subarray(0, 8))).toBe(false);
    await world.app.get(Secrets).begin();
    const id = newId();
    const bare = id.replaceAll('-', '');
    const signature = createHmac('sha256', key).update(`rsvp ${bare}`).digest('hex').slice(0, 20);
    expect(world.app.get(ReplyAddresses).rsvpOf(`rsvp+${bare}${signature}@moot.example.org`)).toBe(id);
  });

  test('what is sealed in a transaction opens for its purpose and row alone', async () => {
    const secrets = world.app.get(Secrets);
    const sealed = await world.database.transaction((tx) => secrets.seal(tx, label, 'BE71 0961 2345 6769'));
    expect(secrets.open(label, sealed).toString()).toBe('BE71 0961 2345 6769');
    expect(() => secrets.open({ ...label, of: newId() }, sealed)).toThrow('sealed for something else');
    expect((await kept()).secret_id).toEqual(sealed.subarray(1, 9));
  });

  test.runIf(engine === 'PostgreSQL')(
    'a process with another secret does not start, and says what to do; with both, the new one first, it takes over',
    async () => {
      const stranger = (env: Record<string, string>): Promise<World> =>
        startWorld({ databaseUrl: databaseUrl!, poolSize: 2, env });
      await expect(stranger({ FOLKMOOT_SECRET: fresh })).rejects.toThrow(
        /Give every process of the instance the same FOLKMOOT_SECRET/,
      );
      await expect(stranger({})).rejects.toThrow(/this process has none/);
      const sealed = await world.database.transaction((tx) => world.app.get(Secrets).seal(tx, label, 'kept'));
      const heir = await stranger({ FOLKMOOT_SECRET: `${fresh} ${old}` });
      try {
        const secrets = heir.app.get(Secrets);
        expect(secrets.open(label, sealed).toString()).toBe('kept');
        await heir.database.transaction((tx) => secrets.seal(tx, label, 'new'));
        expect(await doctor(world)).toMatchObject({
          code: 1,
          text: expect.stringMatching(/secret {5}WRONG/) as string,
        });
        await expect(
          world.database.transaction((tx) => world.app.get(Secrets).seal(tx, label, 'late')),
        ).rejects.toThrow(/sealed with the secret/);
      } finally {
        await heir.stop();
      }
    },
  );

  test('without a lost secret it goes on with another', async () => {
    expect((await doctor(world, true)).code).toBe(0);
    expect(await kept()).toMatchObject({ secret_id: null, reply_key: null });
    await world.app.get(Secrets).begin();
    expect((await kept()).secret_id).not.toBeNull();
  });
});
