import { mkdtempSync, rmSync } from 'node:fs';
import { cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleLogger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { inject } from 'vitest';
import { createApplication } from '../../apps/api/src/application.ts';
import { ClaimService } from '../../apps/api/src/identity/index.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { Database } from '../../apps/api/src/platform/database/database.ts';
import { MailPort } from '../../apps/api/src/platform/mail/mail-port.ts';
import { Relay } from '../../apps/api/src/platform/outbox/relay.ts';
import { freePort } from './free-port.ts';
import { Client } from './client.ts';

/** One booted product for a file of stories, on a copy of the prepared embedded database, or on the PostgreSQL of `databaseUrl`. */
export interface World {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly database: Database;
  /** Somebody without a cookie. */
  visitor(): Client;
  /** Moves the database's clock; everything reads time from there. */
  clockPasses(interval: string): Promise<void>;
  /** Lets everything that was announced be done: mails written, effects told. */
  settle(): Promise<void>;
  /** The newest mail to an address; with `subject`, of those that say so: two of one moment have no order. */
  mailTo(email: string, subject?: string): Promise<{ subject: string; text: string; links: string[] }>;
  stop(): Promise<void>;
}

/** Starts the product. `databaseUrl` names a PostgreSQL that is empty or migrated. */
export async function startWorld(
  options: {
    databaseUrl?: string;
    poolSize?: number;
    fetchAllow?: string;
    env?: Readonly<Record<string, string>>;
    /** Where what goes wrong is what is looked at. */
    quiet?: boolean;
  } = {},
): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'folkmoot-'));
  if (!options.databaseUrl) cpSync(inject('preparedDatabase'), join(dataDir, 'pglite'), { recursive: true });
  const port = await freePort();
  const config = readConfig({
    PORT: String(port),
    DATA_DIR: dataDir,
    FOLKMOOT_HOST: '127.0.0.1',
    ...options.env,
    ...(options.fetchAllow ? { FOLKMOOT_FETCH_ALLOW: options.fetchAllow } : {}),
    ...(options.databaseUrl
      ? { DATABASE_URL: options.databaseUrl, FOLKMOOT_POOL_SIZE: String(options.poolSize ?? 20) }
      : {}),
  });
  const logger = new ConsoleLogger({
    logLevels: process.env['FOLKMOOT_TEST_VERBOSE']
      ? ['error', 'warn', 'fatal', 'log']
      : options.quiet
        ? []
        : ['error', 'warn', 'fatal'],
  });
  const app = await createApplication(config, { progress: () => undefined, logger });
  await app.listen(port, '127.0.0.1');
  await app.get(MailPort).listen();
  const url = `http://localhost:${port}`;
  const database = app.get(Database);
  const settle = async (): Promise<void> => app.get(Relay).drain();
  return {
    app,
    url,
    database,
    visitor: () => new Client(url),
    async clockPasses(interval) {
      await database.reads.query(
        `CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + interval '${interval}' $$`,
      );
    },
    settle,
    async mailTo(email, subject = '') {
      await settle();
      const [mail] = await database.reads.query<{ subject: string; text_body: string }[]>(
        'SELECT subject, text_body FROM mail WHERE recipient = $1 AND strpos(subject, $2) > 0 ORDER BY created_at DESC, id DESC LIMIT 1',
        [email, subject],
      );
      if (!mail) throw new Error(`no mail to ${email}: ${subject}`);
      return { subject: mail.subject, text: mail.text_body, links: mail.text_body.match(/https?:\/\/\S+/g) ?? [] };
    },
    async stop() {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The code of the claim link that the instance prints. */
export function claimCodeOf(world: World): string {
  return world.app.get(ClaimService).claimUrl?.split('/').at(-1) ?? '';
}
