import { Module } from '@nestjs/common';
import { FeedsController } from '../feeds/feeds.controller.ts';
import { FeedsModule } from '../feeds/feeds.module.ts';
import { EmbedController } from './embed.controller.ts';
import { FindFeeds } from './find-feeds.service.ts';
import { FindController } from './find.controller.ts';
import { FindResolver } from './find.resolver.ts';
import { FindService } from './find.service.ts';
import { FindStore } from './find.store.ts';
import { PlacesService } from './places.service.ts';

/** The routes of both rooms. They stand in the events module: those of a module within another would come after the pages, which take whatever no other has. */
export const discoveryControllers = [FeedsController, FindController, EmbedController];

/** Finding what is coming: the public page with its filters, and the same as subscriptions and embedded lists. */
@Module({
  imports: [FeedsModule],
  providers: [FindFeeds, FindResolver, FindService, FindStore, PlacesService],
  exports: [FeedsModule, FindFeeds, FindService, FindStore, PlacesService],
})
export class DiscoveryModule {}
