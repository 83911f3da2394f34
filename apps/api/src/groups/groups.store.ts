import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { hot } from '../platform/database/hot.ts';
import { together } from '../platform/database/together.ts';
import { row, rows } from '../platform/database/sql.ts';
import type { LoaderDefinition } from '../platform/graphql/loaders.ts';
import { hashOf, isId } from '../platform/ids.ts';
import type { GroupStanding } from '../platform/policy/standings.ts';
import { Group } from './group.entity.ts';
import type { Applicant, Invitation, InvitationPreview, RollEntry } from './groups.graphql.ts';
import { standingColumns, standingFrom, type StandingRow, toStanding } from './standings.store.ts';

const mayKnow = `(g.visibility <> 'secret' OR is_member(g.id, $2) OR EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL WHERE m.group_id = g.id AND m.person_id = $2)
  OR EXISTS (SELECT FROM invitation i JOIN address a ON a.email = i.email AND a.person_id = $2 WHERE i.group_id = g.id AND i.revoked_at IS NULL AND i.declined_at IS NULL AND i.expires_at > clock_now()))`;

const cardColumn = `json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'about', g.about, 'aboutHtml', g.about_html, 'color', g.color, 'posterSeed', g.poster_seed::text,
  'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'preset', g.preset, 'createdAt', iso(g.created_at), 'archivedAt', iso(g.archived_at), 'version', g.version)`;

/** What every page of a group begins with. */
export interface GroupAtDoor {
  readonly group: Group;
  readonly standing: GroupStanding;
  readonly members: number;
  readonly applicants: number;
}

/** Read models hold instants as text; the entity has them as dates, and a union's member is found by its class. */
function toGroup(card: Group): Group {
  const { createdAt, archivedAt } = card;
  return Object.assign(new Group(), card, {
    createdAt: new Date(createdAt),
    archivedAt: archivedAt && new Date(archivedAt),
  });
}

/** The id of the group of a handle, as a part of a statement: what is read of a group travels with its door. */
export const groupIdOf = (handle: string): string => `(SELECT d.id FROM folk_group d WHERE d.handle = ${handle})`;

/** Every read of groups and their roll; the visibility of the card is part of each statement. */
@Injectable()
export class GroupsStore {
  readonly byId: LoaderDefinition<string, Group> = {
    name: 'group.byId',
    read: async (ids, _actor, db) =>
      new Map((await db.find(Group, { where: { id: In([...ids]) } })).map((group) => [group.id, group])),
  };

  /** The group, where the viewer stands in it, and how many belong to it: in one statement. Null where the viewer may not know of it. */
  async atDoor(db: EntityManager, actor: Actor, handle: string): Promise<GroupAtDoor | null> {
    const [found] = await together<{ card: Group } & StandingRow & { members: number; applicants: number }>(db, actor, {
      name: 'group_at_door',
      text: `SELECT row_to_json(door) AS json FROM (SELECT ${cardColumn} AS card, ${standingColumns}, c.members, c.applicants ${standingFrom}
       CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE o.standing IN ('member', 'paused'))::int AS members, count(*) FILTER (WHERE o.standing = 'applying')::int AS applicants
         FROM membership b JOIN spell o ON o.membership_id = b.id AND o.to_at IS NULL WHERE b.group_id = g.id) c
       WHERE g.handle = $1 AND g.archived_at IS NULL AND ${mayKnow}) door`,
      values: [handle, actor.personId],
    });
    if (!found) return null;
    const group = toGroup(found.card);
    return {
      group,
      standing: toStanding(group.id, found),
      members: found.members,
      applicants: found.applicants,
    };
  }

  async byHandle(db: EntityManager, actor: Actor, handle: string): Promise<Group | null> {
    const [found] = await hot<{ card: Group }>(
      db,
      'group_by_handle',
      `SELECT ${cardColumn} AS card FROM folk_group g WHERE g.handle = $1 AND g.archived_at IS NULL AND ${mayKnow}`,
      [handle, actor.personId],
    );
    return found ? toGroup(found.card) : null;
  }

  async find(db: EntityManager, actor: Actor, id: string): Promise<Group | null> {
    if (!isId(id)) return null;
    const [found] = await hot<{ card: Group }>(
      db,
      'group_by_id',
      `SELECT ${cardColumn} AS card FROM folk_group g WHERE g.id = $1 AND ${mayKnow}`,
      [id, actor.personId],
    );
    return found ? toGroup(found.card) : null;
  }

  /** The groups a person belongs to, by name. */
  async ofPerson(db: EntityManager, personId: string): Promise<Group[]> {
    return db
      .createQueryBuilder(Group, 'g')
      .innerJoin('membership', 'm', 'm.group_id = g.id')
      .innerJoin('spell', 's', 's.membership_id = m.id AND s.to_at IS NULL')
      .where(`m.person_id = :personId AND s.standing IN ('member', 'paused') AND g.archived_at IS NULL`, { personId })
      .orderBy('g.name')
      .limit(100)
      .getMany();
  }

  /** The cards of open and closed groups of the instance, newest first. What a closed one says about itself within is not on its card. */
  async discoverable(db: EntityManager, actor: Actor): Promise<Group[]> {
    const found = await together<Group>(db, actor, {
      name: 'groups_discoverable',
      text: `SELECT ${cardColumn} AS json FROM folk_group g WHERE g.visibility <> 'secret' AND g.archived_at IS NULL ORDER BY g.created_at DESC LIMIT 50`,
      values: [],
    });
    return found.map((card) => toGroup(card.visibility === 'open' ? card : { ...card, about: '', aboutHtml: '' }));
  }

  async handleTaken(db: EntityManager, handle: string): Promise<boolean> {
    return (await row(db, 'SELECT 1 FROM folk_group WHERE handle = $1', [handle])) !== null;
  }

  /** Who asks to join where this person may let people in: as steward, or as organiser where the rules say so. The longest waiting first. */
  async applicantsFor(db: EntityManager, actor: Actor): Promise<Applicant[]> {
    return together<Applicant>(db, actor, {
      name: 'applicants_waiting',
      text: `SELECT json_build_object('membershipId', m.id, 'groupId', g.id, 'groupHandle', g.handle, 'groupName', g.name, 'personId', p.id, 'name', p.name, 'statement', s.statement, 'since', iso(s.from_at)) AS json
       FROM membership mine JOIN spell held ON held.membership_id = mine.id AND held.to_at IS NULL AND held.standing = 'member'
       JOIN folk_group g ON g.id = mine.group_id AND g.archived_at IS NULL
       JOIN LATERAL (SELECT v.rules FROM rulebook_version v WHERE v.group_id = g.id ORDER BY v.n DESC LIMIT 1) r ON true
       JOIN membership m ON m.group_id = g.id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'applying' JOIN person p ON p.id = m.person_id
       WHERE mine.person_id = $1 AND EXISTS (SELECT FROM duty d WHERE d.membership_id = mine.id AND d.to_at IS NULL
         AND (d.kind = 'steward' OR (d.kind = 'organiser' AND r.rules -> 'membership.approve.organiser' = 'true'))) ORDER BY s.from_at, m.id LIMIT 20`,
      values: [actor.personId],
    });
  }

  /** The running spells of a group with names and duties. */
  async roll(db: EntityManager, groupId: string): Promise<RollEntry[]> {
    const found = await rows<Omit<RollEntry, 'person'> & { personId: string; name: string }>(
      db,
      `
      SELECT m.id AS "membershipId", p.id AS "personId", p.name, s.standing, s.statement,
        coalesce(member_since(m.id, s.seq), s.from_at) AS since,
        coalesce((SELECT json_agg(d.kind ORDER BY d.kind) FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL), '[]') AS duties
      FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL JOIN person p ON p.id = m.person_id
      WHERE m.group_id = $1 ORDER BY lower(p.name), p.id LIMIT 500`,
      [groupId],
    );
    return found.map(({ personId, name, ...entry }) => ({
      ...entry,
      person: { id: personId, name } as RollEntry['person'],
    }));
  }

  async invitations(db: EntityManager, groupId: string, inviterId: string | null): Promise<Invitation[]> {
    return rows<Invitation>(
      db,
      `
      SELECT i.id, CASE WHEN i.inviter_id = $2 THEN i.email END AS email, p.name AS inviter, i.uses, i.max_uses AS "maxUses", i.expires_at AS "expiresAt"
      FROM invitation i JOIN person p ON p.id = i.inviter_id
      WHERE i.group_id = $1 AND i.revoked_at IS NULL AND i.declined_at IS NULL AND i.uses < i.max_uses AND i.expires_at > clock_now() ORDER BY i.created_at DESC, i.id LIMIT 100`,
      [groupId, inviterId],
    );
  }

  async invitationPreview(db: EntityManager, token: string): Promise<InvitationPreview | null> {
    return row<InvitationPreview>(
      db,
      `
      SELECT g.handle, g.name, g.summary, g.color, p.name AS inviter FROM invitation i JOIN folk_group g ON g.id = i.group_id JOIN person p ON p.id = i.inviter_id
      WHERE i.token_hash = $1 AND i.revoked_at IS NULL AND i.declined_at IS NULL AND i.uses < i.max_uses AND i.expires_at > clock_now() AND g.archived_at IS NULL`,
      [hashOf(token)],
    );
  }

  /** The people of a group who hold one of these duties now. */
  async dutyHolders(db: EntityManager, groupId: string, kinds: readonly string[]): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      db,
      `
      SELECT DISTINCT m.person_id FROM duty d JOIN membership m ON m.id = d.membership_id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL
      WHERE m.group_id = $1 AND d.to_at IS NULL AND s.standing = 'member' AND d.kind = ANY($2)`,
      [groupId, kinds],
    );
    return found.map(({ person_id }) => person_id);
  }
}
