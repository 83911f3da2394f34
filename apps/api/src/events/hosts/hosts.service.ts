import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupsStore } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { EventRecords } from '../event-records.service.ts';
import { EventsService } from '../events.service.ts';
import type { EventRow } from '../events.store.ts';
import type { InviteHostInput } from './hosts.graphql.ts';
import { type HostRow, HostsStore } from './hosts.store.ts';

/** Several hosts of one event: people, and other groups. An event belongs to one group; a co-host is asked and accepts (events.md 14). */
@Injectable()
export class HostsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly groups: GroupsStore,
    private readonly events: EventsService,
    private readonly records: EventRecords,
    private readonly store: HostsStore,
  ) {}

  /** Asks a person or another group to host with us. Asked twice is asked once. */
  async invite(actor: Actor, input: InviteHostInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.events.held(tx, actor, input.eventId, 'event.host.invite');
      if (event.status === 'cancelled') throw new Conflict('A cancelled event stays as it was.');
      const whom = input.groupHandle
        ? await this.group(tx, actor, event, input.groupHandle)
        : await this.person(tx, event, input.personId ?? '');
      const made = await rows<{ id: string }>(
        tx,
        `INSERT INTO event_host (id, event_id, group_id, person_id, invited_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
        [newId(), event.id, whom.groupId, whom.personId, actor.personId],
      );
      if (made.length === 0) throw new Conflict('They host this event already, or have been asked.');
      await this.tell(tx, actor, event, { kind: 'HostInvited', hostId: made[0]!.id, ...whom });
    });
  }

  /** Accepts or declines for whom the question was. */
  async answer(actor: Actor, id: string, accept: boolean): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { event, host } = await this.held(tx, actor, id);
      const own = await this.store.answersFor(tx, host, actor);
      await this.policy.require(tx, actor, 'event.host.answer', { groupId: event.group_id, own });
      if (host.accepted_at) throw new Conflict('This was accepted already.');
      if (accept) await rows(tx, 'UPDATE event_host SET accepted_at = clock_now() WHERE id = $1', [id]);
      else await rows(tx, 'DELETE FROM event_host WHERE id = $1', [id]);
      await this.tell(tx, actor, event, {
        kind: accept ? 'HostAccepted' : 'HostDeclined',
        hostId: id,
        groupId: host.group_id,
        personId: host.person_id,
        invitedBy: host.invited_by,
      });
      return event.id;
    });
  }

  /** Ends a co-hosting, or takes the question back: a host of the event, or the co-host themselves. */
  async end(actor: Actor, id: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { event, host } = await this.held(tx, actor, id);
      const own = (await this.store.answersFor(tx, host, actor)) || (await this.events.isHost(tx, event, actor));
      await this.policy.require(tx, actor, 'event.host.end', { groupId: event.group_id, own });
      // While the row stands the co-hosting group's calendar is still among those that change.
      await this.tell(tx, actor, event, {
        kind: 'HostEnded',
        hostId: id,
        groupId: host.group_id,
        personId: host.person_id,
      });
      await rows(tx, 'DELETE FROM event_host WHERE id = $1', [id]);
      return event.id;
    });
  }

  /** The first host goes and leaves the event to a co-host. The last host cannot go: somebody must answer for an event. */
  async leave(actor: Actor, eventId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.events.held(tx, actor, eventId, 'event.host.end');
      if (event.author_id !== actor.personId) throw new NotFound();
      const next = await this.successor(tx, event.id);
      if (!next)
        throw new Conflict(
          'You are the last host of this event. Ask somebody to host with you first; when they accept you can go.',
        );
      await this.handOver(tx, event.id, next);
      await this.tell(tx, actor, event, { kind: 'HostEnded', hostId: null, groupId: null, personId: actor.personId });
    });
  }

  /** Ends what somebody hosts in a group when their membership ends: to a co-host, else to those who look after the group's events (roll.md 4). */
  async release(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    await rows(
      tx,
      `DELETE FROM event_host h USING event e WHERE e.id = h.event_id AND h.person_id = $2 AND e.start_at > clock_now()
         AND (e.group_id = $1 OR EXISTS (SELECT FROM event_host c WHERE c.event_id = e.id AND c.group_id = $1)) AND NOT (e.group_id <> $1 AND is_member(e.group_id, $2))`,
      [groupId, personId],
    );
    const own = await rows<{ id: string }>(
      tx,
      `SELECT id FROM event WHERE group_id = $1 AND author_id = $2 AND start_at > clock_now() ORDER BY id FOR NO KEY UPDATE`,
      [groupId, personId],
    );
    const organisers = own.length > 0 ? await this.groups.dutyHolders(tx, groupId, ['organiser', 'steward']) : [];
    for (const { id } of own) {
      const next = (await this.successor(tx, id)) ?? organisers.find((one) => one !== personId);
      if (next) await this.handOver(tx, id, next);
    }
  }

  private async successor(tx: EntityManager, eventId: string): Promise<string | null> {
    const found = await row<{ person_id: string }>(
      tx,
      'SELECT person_id FROM event_host WHERE event_id = $1 AND person_id IS NOT NULL AND accepted_at IS NOT NULL ORDER BY accepted_at, id LIMIT 1',
      [eventId],
    );
    return found?.person_id ?? null;
  }

  private async handOver(tx: EntityManager, eventId: string, to: string): Promise<void> {
    await rows(tx, 'DELETE FROM event_host WHERE event_id = $1 AND person_id = $2', [eventId, to]);
    await rows(tx, 'UPDATE event SET author_id = $2, version = version + 1, updated_at = clock_now() WHERE id = $1', [
      eventId,
      to,
    ]);
  }

  private async held(tx: EntityManager, actor: Actor, id: string): Promise<{ event: EventRow; host: HostRow }> {
    const host = await this.store.hold(tx, id);
    if (!host) throw new NotFound();
    return { event: await this.events.readable(tx, actor, host.event_id), host };
  }

  private async group(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    handle: string,
  ): Promise<{ groupId: string; personId: null }> {
    const group = await this.groups.byHandle(tx, actor, handle.trim().replace(/^.*\/g\//, ''));
    if (!group) throw new BadInput('groupHandle', 'There is no group with this address.');
    if (group.id === event.group_id) throw new BadInput('groupHandle', 'The event belongs to this group already.');
    const home = await this.groups.find(tx, actor, event.group_id);
    if (home?.visibility === 'secret')
      throw new BadInput('groupHandle', 'A secret group hosts alone: others would learn that it exists.');
    return { groupId: group.id, personId: null };
  }

  private async person(
    tx: EntityManager,
    event: EventRow,
    personId: string,
  ): Promise<{ groupId: null; personId: string }> {
    const known = isId(personId)
      ? await row<{ is: boolean }>(
          tx,
          `SELECT is_member($2, $1) OR EXISTS (SELECT FROM event_host h WHERE h.event_id = $3 AND h.accepted_at IS NOT NULL AND is_member(h.group_id, $1)) AS is`,
          [personId, event.group_id, event.id],
        )
      : null;
    if (!known?.is)
      throw new BadInput('personId', 'Choose a member of the group. From other groups, ask the group itself.');
    if (personId === event.author_id) throw new BadInput('personId', 'They host this event already.');
    return { groupId: null, personId };
  }

  private async tell(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    of: { kind: string; hostId: string | null; groupId: string | null; personId: string | null; invitedBy?: string },
  ): Promise<void> {
    const { kind, ...payload } = of;
    await this.records.changed(tx, actor, {
      id: event.id,
      groupId: event.group_id,
      type: `event.${kind.charAt(0).toLowerCase()}${kind.slice(1)}`,
      happening: kind,
      payload: { ...payload, byId: actor.personId },
    });
  }
}
