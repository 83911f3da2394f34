import { Global, Module } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { join } from 'node:path';
import { CONFIG, type Config } from './config.ts';
import { SafeFetch } from './fetch/safe-fetch.ts';
import { FileParents } from './files/file-parents.ts';
import { FilesController } from './files/files.controller.ts';
import { Files } from './files/files.service.ts';
import { DiskStorage, STORAGE } from './files/storage.ts';
import { KnownQueries } from './graphql/known-queries.ts';
import { OwnQueries } from './graphql/own-queries.ts';
import { HealthController } from './http/health.controller.ts';
import { LiveController } from './http/live.controller.ts';
import { LiveTopics } from './http/live-topics.ts';
import { PageHeads } from './http/page-heads.ts';
import { RefusalsFilter } from './http/refusals.filter.ts';
import { Idempotency } from './idempotency.ts';
import { Jobs } from './jobs/jobs.ts';
import { Retention } from './jobs/retention.ts';
import { Limits } from './limits.ts';
import { GroupLog } from './log/group-log.ts';
import { MailPort } from './mail/mail-port.ts';
import { Mailer } from './mail/mailer.ts';
import { Bus } from './outbox/bus.ts';
import { HappeningHandlers, Outbox } from './outbox/outbox.ts';
import { Relay } from './outbox/relay.ts';
import { Policy } from './policy/policy.service.ts';
import { OperationsCheck } from './policy/startup-check.ts';
import { Secrets } from './secrets/secrets.service.ts';
import { Turns } from './turns.ts';

const shared = [
  FileParents,
  Files,
  LiveTopics,
  PageHeads,
  Idempotency,
  Jobs,
  Retention,
  Limits,
  GroupLog,
  Mailer,
  MailPort,
  Bus,
  HappeningHandlers,
  Outbox,
  Relay,
  Policy,
  KnownQueries,
  OwnQueries,
  SafeFetch,
  Secrets,
  Turns,
];

/** What any feature stands on. No word of the domain in here. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config): {
    module: typeof PlatformModule;
    imports: unknown[];
    controllers: unknown[];
    providers: object[];
    exports: unknown[];
  } {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      controllers: [HealthController, LiveController, FilesController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: STORAGE, useFactory: () => new DiskStorage(join(config.dataDir, 'files')) },
        { provide: APP_FILTER, useClass: RefusalsFilter },
        OperationsCheck,
        ...shared,
      ],
      exports: [CONFIG, STORAGE, ...shared],
    };
  }
}
