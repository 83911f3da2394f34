import { Module } from '@nestjs/common';
import { CrawlersController } from './crawlers.controller.ts';
import { PagesController } from './pages.controller.ts';

/** Imported last of all: its one route takes whatever no other has. */
@Module({ controllers: [CrawlersController, PagesController] })
export class PagesModule {}
