import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { feedOptions, type FeedOptionsInput, saidOptions } from './feed-options.ts';
import type { CalendarFeed, NewCalendarFeed } from './feeds.graphql.ts';
import { say } from '../../platform/words/words.ts';

const MAX_FEEDS = 20;

type Row = Omit<CalendarFeed, 'options'> & { data: Record<string, unknown> };

/** The private addresses of a person's calendars: one a device, each ended or renewed by itself. */
@Injectable()
export class FeedAddresses {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly links: Links,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(actor: Actor): Promise<CalendarFeed[]> {
    await this.mayManage(this.database.reads, actor);
    const found = await rows<Row>(
      this.database.reads,
      `SELECT id, coalesce(label, '') AS label, created_at AS "createdAt", last_used_on AS "lastUsedOn", last_client AS "lastClient", data FROM link
       WHERE purpose = 'feed' AND person_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ${MAX_FEEDS}`,
      [actor.personId],
    );
    return found.map(({ data, ...feed }) => ({ ...feed, options: feedOptions(data) }));
  }

  async create(actor: Actor, label: string, options: FeedOptionsInput = {}): Promise<NewCalendarFeed> {
    const name = requiredName('label', label, { what: 'The name of the device', max: 60 });
    const said = saidOptions(options);
    return this.database.transaction(async (tx) => {
      await this.mayManage(tx, actor);
      const held = await row<{ n: number }>(
        tx,
        `SELECT count(*)::int AS n FROM link WHERE purpose = 'feed' AND person_id = $1 AND revoked_at IS NULL`,
        [actor.personId],
      );
      if ((held?.n ?? 0) >= MAX_FEEDS)
        throw new BadInput(
          'label',
          say`You have ${MAX_FEEDS} calendar addresses already. Revoke one that you no longer use.`,
        );
      return this.made(tx, actor, { label: name, data: { ...feedOptions(said) } });
    });
  }

  /** A new address in place of one that may have got about; label and options stay, the old one is dead at once. */
  async rotate(actor: Actor, id: string): Promise<NewCalendarFeed> {
    return this.database.transaction(async (tx) => {
      const old = await this.end(tx, actor, id);
      return this.made(tx, actor, old);
    });
  }

  async change(actor: Actor, id: string, options: FeedOptionsInput): Promise<void> {
    if (!isId(id)) throw new NotFound();
    await this.mayManage(this.database.reads, actor);
    const changed = await rows(
      this.database.reads,
      `UPDATE link SET data = data || $3::jsonb WHERE id = $1 AND person_id = $2 AND purpose = 'feed' AND revoked_at IS NULL RETURNING id`,
      [id, actor.personId, JSON.stringify(saidOptions(options))],
    );
    if (changed.length === 0) throw new NotFound();
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.database.transaction((tx) => this.end(tx, actor, id));
  }

  private async end(
    tx: EntityManager,
    actor: Actor,
    id: string,
  ): Promise<{ label: string; data: Record<string, unknown> }> {
    if (!isId(id)) throw new NotFound();
    await this.policy.require(tx, actor, 'account.feed.rotate', { own: actor.personId !== null });
    const [ended] = await rows<{ label: string; data: Record<string, unknown> }>(
      tx,
      `UPDATE link SET revoked_at = clock_now() WHERE id = $1 AND person_id = $2 AND purpose = 'feed' AND revoked_at IS NULL RETURNING coalesce(label, '') AS label, data`,
      [id, actor.personId],
    );
    if (!ended) throw new NotFound();
    return ended;
  }

  private async made(
    tx: EntityManager,
    actor: Actor,
    of: { label: string; data: Record<string, unknown> },
  ): Promise<NewCalendarFeed> {
    const token = await this.links.make(tx, { purpose: 'feed', personId: actor.personId, ...of });
    const base = `${this.config.baseUrl}/c/${token}`;
    return { url: `${base}/my.ics`, groupsUrl: `${base}/groups.ics`, deadlinesUrl: `${base}/deadlines.ics`, base };
  }

  private async mayManage(db: EntityManager, actor: Actor): Promise<void> {
    await this.policy.require(db, actor, 'feed.person.manage', { own: actor.personId !== null });
  }
}
