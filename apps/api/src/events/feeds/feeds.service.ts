import { Inject, Injectable } from '@nestjs/common';
import { type CalendarEvent, writeCalendar } from '#libs/calendar';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { CalendarFeed, NewCalendarFeed } from './feeds.graphql.ts';
import { EventsStore } from '../events.store.ts';
import { type WrittenFeed, writtenFeed } from './written-feed.ts';
import { FeedCache } from './feed-cache.ts';
import { FeedsStore, toCalendarEvent } from './feeds.store.ts';

const FORMAT = '1';
const MAX_FEEDS = 20;

/** Calendars by address: of a group, of a person behind a token, of one event. */
@Injectable()
export class FeedsService {
  readonly #cache = new FeedCache();

  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly links: Links,
    private readonly store: FeedsStore,
    private readonly events: EventsStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async ofGroup(handle: string): Promise<WrittenFeed | null> {
    const group = await this.store.groupVersion(this.database.reads, handle);
    if (!group) return null;
    const key = `group:${group.id}:${FORMAT}:${process.versions['tz'] ?? ''}:${group.n}`;
    return this.#cache.get(key, async () => {
      const found = await this.store.ofGroup(this.database.reads, group.id);
      return this.write({
        name: group.name,
        description: group.summary,
        path: `/g/${handle}/calendar`,
        zone: group.zone,
        events: found.map((one) => toCalendarEvent(one, this.config.baseUrl)),
      });
    });
  }

  /** Null for a token that is unknown, revoked, or whose person is suspended: one 404 for all. */
  async ofPerson(token: string): Promise<WrittenFeed | null> {
    const link = await this.links.find(this.database.reads, token, 'feed');
    const person = link?.personId
      ? await row<{ name: string; zone: string }>(
          this.database.reads,
          `SELECT p.name, coalesce(p.zone, (SELECT g.zone FROM membership m JOIN folk_group g ON g.id = m.group_id WHERE m.person_id = p.id ORDER BY g.created_at LIMIT 1), 'UTC') AS zone FROM person p WHERE p.id = $1 AND p.suspended_at IS NULL`,
          [link.personId],
        )
      : null;
    if (!link?.personId || !person) return null;
    await rows(
      this.database.reads,
      `UPDATE link SET last_used_on = current_date WHERE id = $1 AND last_used_on IS DISTINCT FROM current_date`,
      [link.id],
    );
    const found = await this.store.ofPerson(this.database.reads, link.personId);
    const text = this.write({
      name: person.name,
      description: '',
      path: '/',
      zone: person.zone,
      events: found.map((one) => toCalendarEvent(one, this.config.baseUrl)),
    });
    return writtenFeed(text);
  }

  async ofEvent(actor: Actor, id: string): Promise<{ feed: WrittenFeed; name: string } | null> {
    const page = await this.events.page(this.database.reads, actor, id);
    const found = page ? await this.store.one(this.database.reads, id, !page.locationHidden) : null;
    if (!page || !found) return null;
    const text = this.write({
      name: page.title,
      description: '',
      path: `/e/${id}`,
      zone: page.zone,
      events: [toCalendarEvent(found, this.config.baseUrl)],
    });
    return { feed: await writtenFeed(text), name: page.title };
  }

  async list(actor: Actor): Promise<CalendarFeed[]> {
    await this.policy.require(this.database.reads, actor, 'feed.person.manage', { own: actor.personId !== null });
    return rows<CalendarFeed>(
      this.database.reads,
      `SELECT id, coalesce(label, '') AS label, created_at AS "createdAt", last_used_on AS "lastUsedOn" FROM link WHERE purpose = 'feed' AND person_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC LIMIT 50`,
      [actor.personId],
    );
  }

  async create(actor: Actor, label: string): Promise<NewCalendarFeed> {
    const name = requiredName('label', label, { what: 'The name of the device', max: 60 });
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'feed.person.manage', { own: actor.personId !== null });
      const held = await row<{ n: number }>(
        tx,
        `SELECT count(*)::int AS n FROM link WHERE purpose = 'feed' AND person_id = $1 AND revoked_at IS NULL`,
        [actor.personId],
      );
      if ((held?.n ?? 0) >= MAX_FEEDS)
        throw new BadInput(
          'label',
          `You have ${MAX_FEEDS} calendar addresses already. Revoke one that you no longer use.`,
        );
      const token = await this.links.make(tx, { purpose: 'feed', personId: actor.personId, label: name });
      return { url: `${this.config.baseUrl}/c/${token}/my.ics` };
    });
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    if (!isId(id)) throw new NotFound();
    await this.policy.require(this.database.reads, actor, 'account.feed.rotate', { own: actor.personId !== null });
    const ended = await rows(
      this.database.reads,
      `UPDATE link SET revoked_at = clock_now() WHERE id = $1 AND person_id = $2 AND purpose = 'feed' AND revoked_at IS NULL RETURNING id`,
      [id, actor.personId],
    );
    if (ended.length === 0) throw new NotFound();
  }

  private write(of: {
    name: string;
    description: string;
    path: string;
    zone: string;
    events: readonly CalendarEvent[];
  }): string {
    return writeCalendar({
      name: of.name,
      zone: of.zone,
      url: `${this.config.baseUrl}${of.path}`,
      refreshMinutes: 60,
      year: new Date().getUTCFullYear(),
      events: of.events,
      ...(of.description ? { description: of.description } : {}),
    });
  }
}
