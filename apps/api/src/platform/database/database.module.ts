import { Global, Module } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Database, OPEN_DATABASE, type OpenDatabase } from './database.ts';

/** The open database as a provider. It is opened before the application, so that migrations and their progress come first. */
@Global()
@Module({})
export class DatabaseModule {
  static around(open: OpenDatabase): { module: typeof DatabaseModule; providers: object[]; exports: unknown[] } {
    return {
      module: DatabaseModule,
      providers: [{ provide: OPEN_DATABASE, useValue: open }, Database, Clock],
      exports: [Database, Clock, OPEN_DATABASE],
    };
  }
}
