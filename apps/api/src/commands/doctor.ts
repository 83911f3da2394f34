import type { INestApplicationContext } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { Secrets } from '../platform/secrets/secrets.service.ts';

/** Says how an instance stands, a line each; returns 1 where something is wrong. `forget` lets go of a secret that is lost, first. */
export async function examine(
  app: INestApplicationContext,
  { print, forget }: { print: (line: string) => void; forget: boolean },
): Promise<number> {
  const config = app.get<Config>(CONFIG);
  const secrets = app.get(Secrets);
  if (forget) await secrets.forget();
  const [{ version }] = (await app.get(Database).reads.query('SELECT version() AS version')) as [{ version: string }];
  print(`database   ${config.databaseUrl ? 'PostgreSQL' : 'embedded'}, up to date (${version.split(' on ')[0]})`);
  const isRight = await tellSecret(secrets, print);
  const isLocal = /^http:\/\/(?:localhost|127\.)/.test(config.baseUrl);
  print(`address    ${config.baseUrl}${isLocal ? ' (reached from this machine only: set FOLKMOOT_BASE_URL)' : ''}`);
  print(`mail       ${config.smtpUrl ? `goes out as ${config.mailFrom}` : 'is kept: SMTP_URL is not set'}`);
  print(`mail port  ${config.mailPort ? `${config.mailPort}, for ${config.mailDomain}` : 'none'}`);
  return isRight ? 0 : 1;
}

async function tellSecret(secrets: Secrets, print: (line: string) => void): Promise<boolean> {
  const { place, ids, wanted } = await secrets.state();
  if (wanted !== null && !ids.includes(wanted)) {
    print(`secret     WRONG: the database was sealed with ${wanted}; ${place} has ${ids.join(', ') || 'none'}`);
    return false;
  }
  if (wanted === null)
    print(
      `secret     nothing is sealed yet; ${ids.length > 0 ? `${place} is ready` : `${place} is made when it is needed`}`,
    );
  else print(`secret     ${wanted}, from ${place}: keep it with your backups, but not beside them`);
  return true;
}
