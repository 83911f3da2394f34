import { NestFactory } from '@nestjs/core';
import { type INestApplicationContext, type LoggerService } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type RequestHandler } from 'express';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppModule } from './app.module.ts';
import { entities } from './entities.ts';
import { migrations } from './migrations/index.ts';
import type { Config } from './platform/config.ts';
import { Database, openDatabase } from './platform/database/database.ts';
import { useNamedStatements } from './platform/database/hot.ts';
import { harden } from './platform/http/harden.ts';
import { webFolder } from './platform/http/pages.controller.ts';
import { quietLogger } from './platform/http/request-log.ts';
import { Secrets } from './platform/secrets/secrets.service.ts';

export interface StartOptions {
  readonly progress: (line: string) => void;
  readonly logger?: LoggerService;
  /** A process that serves or works; a command does not. */
  readonly serves?: boolean;
}

/** The whole product behind one port: API, web, feeds, files, and (role `all`) jobs and mail. Not listening yet. */
export async function createApplication(
  config: Config,
  { progress, logger }: StartOptions,
): Promise<NestExpressApplication> {
  useNamedStatements(config.preparedStatements);
  progress('Opening the database');
  const database = await openDatabase(config, { entities, migrations, progress });
  try {
    await new Secrets(new Database(database), config).check();
    const app = await NestFactory.create<NestExpressApplication>(AppModule.around(config, database), {
      bodyParser: false,
      abortOnError: false,
      logger: logger ?? quietLogger(config),
    });
    harden(app, config);
    app.use(
      '/assets',
      express.static(join(webFolder(), 'assets'), { immutable: true, maxAge: '1y', index: false, fallthrough: true }),
    );
    app.use(rootFiles());
    app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    await app.init();
    await app.get(Secrets).begin();
    return app;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
}

/** The files that lie beside the shell of the web. What is none of them is spared the look on the disk. */
function rootFiles(): RequestHandler {
  const folder = webFolder();
  const lying = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'index.html') : [];
  const names = new Set(lying.map((name) => `/${name}`));
  const serve = express.static(folder, { index: false, maxAge: '1h', fallthrough: true });
  return (request, response, next) => (names.has(request.path) ? serve(request, response, next) : next());
}

/** The same without a port: for the worker and for commands. */
export async function createContext(
  config: Config,
  { progress, logger, serves }: StartOptions,
): Promise<INestApplicationContext> {
  const database = await openDatabase(config, { entities, migrations, progress });
  try {
    if (serves) await new Secrets(new Database(database), config).check();
    const app = await NestFactory.createApplicationContext(AppModule.around(config, database), {
      abortOnError: false,
      logger: logger ?? quietLogger(config),
    });
    if (serves) await app.get(Secrets).begin();
    return app;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
}
