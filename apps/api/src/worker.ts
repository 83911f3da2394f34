import './node-version.ts';
import 'reflect-metadata';
import { createContext } from './application.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import { SecretFault } from './platform/secrets/key-file.ts';

// Jobs, mail and deadlines in a process of their own, beside web processes with FOLKMOOT_ROLE=web on the same PostgreSQL.
try {
  const config = readConfig(process.env);
  if (!config.databaseUrl)
    throw new ConfigError(['A separate worker needs DATABASE_URL: the embedded database has one process only.']);
  const app = await createContext(
    { ...config, role: 'all' },
    { progress: (line) => process.stdout.write(`… ${line}\n`), serves: true },
  );
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  process.stdout.write('The worker is ready.\n');
} catch (error) {
  process.stderr.write(
    `${error instanceof ConfigError || error instanceof SecretFault ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
}
