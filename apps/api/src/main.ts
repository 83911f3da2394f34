import './node-version.ts';
import 'reflect-metadata';
import { createApplication } from './application.ts';
import { ClaimService } from './identity/index.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import { MailPort } from './platform/mail/mail-port.ts';
import { DataFolderInUse } from './platform/database/lock.ts';
import { SecretFault } from './platform/secrets/key-file.ts';

const started = performance.now();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const config = readConfig(process.env);
  const app = await createApplication(config, { progress: (line) => say(`… ${line}`) });
  const server = await app.listen(config.port, config.host);
  await app.get(MailPort).listen();
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  const { claimUrl } = app.get(ClaimService);
  if (claimUrl) say(`Claim this instance: ${claimUrl}`);
  say(`Folkmoot is ready at ${config.baseUrl} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
} catch (error) {
  const expected = [ConfigError, DataFolderInUse, SecretFault].some((kind) => error instanceof kind);
  process.stderr.write(
    `${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  );
  process.exit(1);
}
