import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import type { Door, DoorPass } from './door.graphql.ts';
import { DoorStore } from './door.store.ts';

/** The door of an event: who may stand there, what they see, the code of whoever comes. */
@Injectable()
export class DoorService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsStore,
    private readonly store: DoorStore,
    private readonly retention: Retention,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** After twelve months who came becomes how many came. */
  onModuleInit(): void {
    this.retention.also('who came to events of more than a year ago', async () => {
      const gone = await rows(
        this.database.reads,
        `WITH old AS (SELECT e.id FROM event e WHERE e.end_at < clock_now() - interval '12 months' AND EXISTS (SELECT FROM rsvp r JOIN checkin c ON c.rsvp_id = r.id WHERE r.event_id = e.id) LIMIT 100),
           came AS (SELECT r.event_id, r.id, r.seats, r.status, coalesce(max(c.arrived) FILTER (WHERE NOT c.undone), 0) AS arrived FROM rsvp r JOIN old ON old.id = r.event_id LEFT JOIN checkin c ON c.rsvp_id = r.id GROUP BY r.id),
           kept AS (INSERT INTO door_count (event_id, expected, arrived, no_shows)
             SELECT event_id, coalesce(sum(seats) FILTER (WHERE status = 'going'), 0), sum(arrived), count(*) FILTER (WHERE status = 'going' AND arrived = 0) FROM came GROUP BY event_id ON CONFLICT DO NOTHING)
         DELETE FROM checkin c USING came WHERE c.rsvp_id = came.id RETURNING 1`,
      );
      return gone.length;
    });
  }

  /** The list at the door. NOT_FOUND or FORBIDDEN for whoever does not stand there. */
  async door(actor: Actor, eventId: string): Promise<Door> {
    const { event } = await this.atDoor(this.database.reads, actor, eventId);
    const canManage = await this.manages(this.database.reads, actor, event);
    const door = await this.store.door(this.database.reads, actor, eventId);
    if (!door) throw new NotFound();
    return { ...door, canManage };
  }

  /** The viewer's own code, or null where they do not come. */
  async pass(actor: Actor, eventId: string): Promise<DoorPass | null> {
    const code = actor.personId ? await this.store.codeOf(this.database.reads, eventId, actor.personId) : null;
    return code ? { code, url: `${this.config.baseUrl}/e/${eventId}/door?code=${code}` } : null;
  }

  /** Names who helps at the door beside the hosts; the list given is all of them. */
  async setHelpers(actor: Actor, eventId: string, personIds: readonly string[]): Promise<void> {
    if (personIds.length > 30 || !personIds.every(isId))
      throw new BadInput('personIds', 'Name thirty helpers at most.');
    await this.database.transaction(async (tx) => {
      if (!(await this.events.mayRead(tx, actor, eventId))) throw new NotFound();
      const event = (await this.events.hold(tx, eventId))!;
      const own = await this.events.isHost(tx, event, actor);
      await this.policy.require(tx, actor, 'event.update', { groupId: event.group_id, own });
      await rows(tx, 'DELETE FROM door_helper WHERE event_id = $1 AND person_id <> ALL($2::uuid[])', [
        eventId,
        personIds,
      ]);
      await rows(
        tx,
        `INSERT INTO door_helper (event_id, person_id) SELECT $1, p.id FROM person p WHERE p.id = ANY($2::uuid[])
           AND (is_member($3, p.id) OR EXISTS (SELECT FROM rsvp r WHERE r.event_id = $1 AND r.person_id = p.id)) ON CONFLICT DO NOTHING`,
        [eventId, personIds, event.group_id],
      );
    });
  }

  /** The event, for somebody who stands at its door: a host, who looks after the group's events, or a helper. */
  async atDoor(db: EntityManager, actor: Actor, eventId: string): Promise<{ event: EventRow }> {
    const event = await this.events.find(db, eventId);
    if (!event || event.status === 'draft') throw new NotFound();
    const helps = await this.store.isHelper(db, eventId, actor.personId);
    if (!helps && !(await this.events.mayRead(db, actor, eventId))) throw new NotFound();
    const own = helps || (await this.events.isHost(db, event, actor));
    await this.policy.require(db, actor, 'event.checkIn', { groupId: event.group_id, own });
    return { event };
  }

  private async manages(db: EntityManager, actor: Actor, event: EventRow): Promise<boolean> {
    const own = await this.events.isHost(db, event, actor);
    return this.policy.may(db, actor, 'event.update', { groupId: event.group_id, own });
  }
}
