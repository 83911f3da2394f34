import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import type { EventCard } from '../events.graphql.ts';
import { cardSql, readable } from '../event-sql.ts';
import type { EventTemplate, HostInvitation } from './hosts.graphql.ts';

export interface HostRow {
  id: string;
  event_id: string;
  group_id: string | null;
  person_id: string | null;
  invited_by: string;
  accepted_at: Date | null;
}

const isAsked = `(x.person_id = $2 OR looks_after(x.group_id, $2))`;

/** The co-hosts of the event `e` for the viewer $2, as a part of a statement that has `v.host`. */
export const hostsOfEvent = `coalesce((SELECT json_agg(json_build_object('id', x.id, 'name', coalesce(p.name, c.name), 'personId', p.id, 'groupHandle', c.handle, 'color', c.color,
    'accepted', x.accepted_at IS NOT NULL, 'canAnswer', x.accepted_at IS NULL AND coalesce(${isAsked}, false), 'canEnd', v.host OR coalesce(${isAsked}, false)) ORDER BY x.accepted_at IS NULL, x.invited_at, x.id)
  FROM event_host x LEFT JOIN person p ON p.id = x.person_id LEFT JOIN folk_group c ON c.id = x.group_id
  WHERE x.event_id = e.id AND (c.id IS NULL OR c.visibility <> 'secret' OR is_member(c.id, $2) OR v.host) AND (x.accepted_at IS NOT NULL OR v.host OR ${isAsked})), '[]')`;

/** Reads of hosts, drafts and templates. */
@Injectable()
export class HostsStore {
  hold(tx: EntityManager, id: string): Promise<HostRow | null> {
    return isId(id)
      ? row<HostRow>(tx, 'SELECT * FROM event_host WHERE id = $1 FOR UPDATE', [id])
      : Promise.resolve(null);
  }

  /** Whether somebody answers for a host: they are the person, or look after the group. */
  async answersFor(db: EntityManager, host: HostRow, actor: Actor): Promise<boolean> {
    if (!actor.personId) return false;
    if (host.person_id) return host.person_id === actor.personId;
    const found = await row<{ is: boolean }>(db, 'SELECT looks_after($1, $2) AS is', [host.group_id, actor.personId]);
    return found?.is ?? false;
  }

  /** Questions to host that wait for the viewer, the next event in front. */
  async waitingFor(db: EntityManager, actor: Actor): Promise<HostInvitation[]> {
    if (!actor.personId) return [];
    return together<HostInvitation>(db, actor, {
      name: 'host_invitations',
      text: `SELECT json_build_object('id', x.id, 'eventId', e.id, 'title', e.title, 'startAt', iso(e.start_at), 'zone', e.zone, 'groupName', g.name, 'asGroup', c.name) AS json
       FROM event_host x JOIN event e ON e.id = x.event_id JOIN folk_group g ON g.id = e.group_id LEFT JOIN folk_group c ON c.id = x.group_id
       WHERE x.accepted_at IS NULL AND e.start_at > clock_now() AND e.status <> 'cancelled' AND (x.person_id = $2 OR x.group_id IN (SELECT m.group_id FROM membership m JOIN duty d ON d.membership_id = m.id
         AND d.to_at IS NULL AND d.kind IN ('organiser', 'steward') WHERE m.person_id = $2)) AND $1::int = 1 ORDER BY e.start_at, x.id LIMIT 20`,
      values: [1, actor.personId],
    });
  }

  /** Drafts of a group that the viewer may see, by start. */
  drafts(db: EntityManager, actor: Actor, handle: string): Promise<EventCard[]> {
    return together<EventCard>(db, actor, {
      name: 'event_drafts',
      text: `SELECT ${cardSql} AS json FROM event e JOIN folk_group g ON g.id = e.group_id
       WHERE e.group_id = ${groupIdOf('$1')} AND e.status = 'draft' AND e.start_at > clock_now() - interval '90 days' AND ${readable}
         AND (e.series_id IS NULL OR NOT EXISTS (SELECT FROM event b WHERE b.series_id = e.series_id AND b.status = 'draft' AND b.original_local < e.original_local))
       ORDER BY e.start_at, e.id LIMIT 100`,
      values: [handle, actor.personId],
    });
  }

  /** What new events of a group may begin from, for its members. */
  templates(db: EntityManager, actor: Actor, handle: string): Promise<EventTemplate[]> {
    return together<EventTemplate>(db, actor, {
      name: 'event_templates',
      text: `SELECT json_build_object('id', x.id, 'name', x.name, 'eventId', e.id, 'title', e.title) AS json FROM event_template x JOIN event e ON e.id = x.event_id JOIN folk_group g ON g.id = x.group_id
       WHERE x.group_id = ${groupIdOf('$1')} AND is_member(x.group_id, $2) AND ${readable} ORDER BY lower(x.name), x.id LIMIT 50`,
      values: [handle, actor.personId],
    });
  }
}
