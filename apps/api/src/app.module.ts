import { type DynamicModule, Module } from '@nestjs/common';
import { DecisionsModule } from './decisions/index.ts';
import { DiscussionsModule } from './discussions/index.ts';
import { EventsModule } from './events/index.ts';
import { GroupsModule } from './groups/index.ts';
import { IdentityModule } from './identity/index.ts';
import { MoneyModule } from './money/index.ts';
import { NotificationsModule } from './notifications/index.ts';
import { NoticesModule } from './notices/index.ts';
import { RemovalsModule } from './removals/index.ts';
import type { Config } from './platform/config.ts';
import type { OpenDatabase } from './platform/database/database.ts';
import { DatabaseModule } from './platform/database/database.module.ts';
import { GraphQLDoor } from './platform/graphql/graphql.module.ts';
import { PagesModule } from './platform/http/pages.module.ts';
import { PlatformModule } from './platform/platform.module.ts';

/** The rooms of the house, in the order in which they may use each other. */
const features = [
  IdentityModule,
  GroupsModule,
  DiscussionsModule,
  DecisionsModule,
  RemovalsModule,
  EventsModule,
  MoneyModule,
  NoticesModule,
  NotificationsModule,
];

@Module({})
export class AppModule {
  static around(config: Config, database: OpenDatabase): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.around(database) as DynamicModule,
        PlatformModule.with(config) as DynamicModule,
        GraphQLDoor,
        ...features,
        PagesModule,
      ],
    };
  }
}
