import { Module } from '@nestjs/common';
import { PagesController } from './pages.controller.ts';

/** Imported last of all: its one route takes whatever no other has. */
@Module({ controllers: [PagesController] })
export class PagesModule {}
