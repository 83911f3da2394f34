import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CalendarEvent } from '#libs/calendar';
import { CONFIG, type Config } from '../../platform/config.ts';
import { entryOf } from './feed-entries.ts';
import { FeedsStore } from './feeds.store.ts';

/** Single events as entries of a calendar, as one person may read them: what a mail carries is what their feed has under the same id. */
@Injectable()
export class EventEntries {
  constructor(
    private readonly store: FeedsStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Without the picture: a mail fetches nothing when it is opened. Null where there is no such event. */
  async of(
    db: EntityManager,
    eventId: string,
    to: { personId: string | null; locale: string },
  ): Promise<CalendarEvent | null> {
    const [row] = await this.store.rows(db, to.personId, [eventId]);
    if (!row) return null;
    const { image: _, ...entry } = entryOf(row, { baseUrl: this.config.baseUrl, locale: to.locale });
    return entry;
  }
}
