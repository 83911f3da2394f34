import { Injectable } from '@nestjs/common';
import { type Link, Links } from '../../identity/index.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Limits } from '../../platform/limits.ts';
import { clientFamily } from './clients.ts';
import { feedOptions, type FeedOptions, type FeedOptionsInput } from './feed-options.ts';
import { FeedsStore, type PersonVersion } from './feeds.store.ts';

/** Whose calendar an address opens, and how they want it. */
export interface Bearer {
  readonly person: PersonVersion;
  readonly options: FeedOptions;
}

/** Who fetches, and what their address asks for beside what its owner has chosen. */
export interface Fetch {
  readonly userAgent: string | undefined;
  readonly asked: FeedOptionsInput;
}

/** Often enough for any program, and for somebody who looks whether it works. */
const fetches = { name: 'feed-token', max: 120, windowSeconds: 3600 };

/** Reads the token of a private address. */
@Injectable()
export class FeedBearers {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly limits: Limits,
    private readonly store: FeedsStore,
  ) {}

  /** Null for a token that is unknown, revoked, or whose person is suspended: one 404 for all. */
  async of(token: string, { userAgent, asked }: Fetch): Promise<Bearer | null> {
    const link = await this.links.find(this.database.reads, token, 'feed');
    if (!link?.personId) return null;
    await this.limits.count(fetches, link.id);
    const person = await this.store.personVersion(this.database.reads, link.personId);
    if (!person) return null;
    await this.note(link, clientFamily(userAgent));
    return { person, options: feedOptions({ ...link.data, ...asked }) };
  }

  /** Keeps the day of the last fetch and the family of the program, nothing finer. */
  private async note(link: Link, client: string): Promise<void> {
    await rows(
      this.database.reads,
      `UPDATE link SET last_used_on = clock_now()::date, last_client = $2 WHERE id = $1 AND (last_used_on IS DISTINCT FROM clock_now()::date OR last_client IS DISTINCT FROM $2)`,
      [link.id, client],
    );
  }
}
