import { Injectable } from '@nestjs/common';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import type { Afterwords } from './afterwords.graphql.ts';

interface OwnAfterword {
  readonly event: EventRow;
  readonly rsvpId: string;
  readonly was_there: boolean | null;
  readonly word: string | null;
}

/** What people say afterwards: whether they were there, and a word to the hosts. Nobody else reads it. */
@Injectable()
export class AfterwordsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly links: Links,
    private readonly store: EventsStore,
  ) {}

  /** What the person behind a mailed link has said so far; null for a link that is not good. */
  async byLink(token: string): Promise<OwnAfterword | null> {
    const link = await this.links.find(this.database.reads, token, 'afterwards');
    const event = link?.objectId ? await this.store.find(this.database.reads, link.objectId) : null;
    if (!link?.personId || !event) return null;
    const own = await row<{ id: string; was_there: boolean | null; word: string | null }>(
      this.database.reads,
      'SELECT r.id, a.was_there, a.word FROM rsvp r LEFT JOIN afterword a ON a.rsvp_id = r.id WHERE r.event_id = $1 AND r.person_id = $2',
      [event.id, link.personId],
    );
    return own && { event, rsvpId: own.id, was_there: own.was_there, word: own.word };
  }

  /** Records the answer; a second one takes the place of the first. Throws BAD_USER_INPUT for a word that is too long. */
  async say(token: string, wasThere: boolean, text: string): Promise<OwnAfterword | null> {
    const word = longText('word', text, { what: 'Your word', max: 1000 });
    const own = await this.byLink(token);
    if (!own) return null;
    await this.database.transaction((tx) =>
      rows(
        tx,
        `INSERT INTO afterword (rsvp_id, event_id, was_there, word) VALUES ($1, $2, $3, $4)
         ON CONFLICT (rsvp_id) DO UPDATE SET was_there = excluded.was_there, word = excluded.word, said_at = clock_now()`,
        [own.rsvpId, own.event.id, wasThere, word],
      ),
    );
    return this.byLink(token);
  }

  /** What was said about an event, for its hosts: two counts, and the newest hundred words with the names of who wrote them. */
  async of(actor: Actor, eventId: string): Promise<Afterwords> {
    const db = this.database.reads;
    const event = (await this.store.mayRead(db, actor, eventId)) ? await this.store.find(db, eventId) : null;
    if (!event) throw new NotFound();
    await this.policy.require(db, actor, 'event.afterwords.read', {
      groupId: event.group_id,
      own: await this.store.isHost(db, event, actor),
    });
    const counts = await row<{ there: number; missed: number }>(
      db,
      'SELECT count(*) FILTER (WHERE was_there)::int AS there, count(*) FILTER (WHERE NOT was_there)::int AS missed FROM afterword WHERE event_id = $1',
      [event.id],
    );
    const words = await rows<{ name: string; word: string; wasThere: boolean }>(
      db,
      `SELECT p.name, a.word, a.was_there AS "wasThere" FROM afterword a JOIN rsvp r ON r.id = a.rsvp_id JOIN person p ON p.id = r.person_id
       WHERE a.event_id = $1 AND a.word <> '' ORDER BY a.said_at DESC, a.rsvp_id LIMIT 100`,
      [event.id],
    );
    return { ...counts!, words };
  }
}
