import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Duty, Standing } from '#libs/governance';
import { hot } from '../platform/database/hot.ts';
import { isId } from '../platform/ids.ts';
import { type GroupStanding, Standings } from '../platform/policy/standings.ts';

/** Where somebody stands in a group, as it is read. */
export interface StandingRow {
  visibility: GroupStanding['visibility'];
  standing: Standing | null;
  invited: boolean;
  duties: Duty[];
  rules: Record<string, unknown>;
  rules_version: number;
}

/** What is read of a group `g` for the viewer $2, and from where. */
export const standingColumns = `g.visibility, s.standing, r.rules, r.n AS rules_version,
  EXISTS (SELECT FROM invitation i JOIN address a ON a.email = i.email AND a.person_id = $2
    WHERE i.group_id = g.id AND i.revoked_at IS NULL AND i.declined_at IS NULL AND i.uses < i.max_uses AND i.expires_at > clock_now()) AS invited,
  coalesce((SELECT json_agg(d.kind ORDER BY d.kind) FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL), '[]') AS duties`;
export const standingFrom = `FROM folk_group g
  JOIN LATERAL (SELECT n, rules FROM rulebook_version v WHERE v.group_id = g.id ORDER BY n DESC LIMIT 1) r ON true
  LEFT JOIN membership m ON m.group_id = g.id AND m.person_id = $2
  LEFT JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL`;

export function toStanding(groupId: string, found: StandingRow): GroupStanding {
  return {
    groupId,
    visibility: found.visibility,
    standing: found.standing ?? (found.invited ? 'invited' : 'none'),
    duties: found.standing === 'member' ? found.duties : [],
    rules: found.rules,
    rulesVersion: found.rules_version,
  };
}

/** Reads where a person stands from the running spell and duties, with the rulebook in force, in one statement. */
@Injectable()
export class StandingsStore extends Standings {
  override async of(db: EntityManager, groupId: string, personId: string | null): Promise<GroupStanding | null> {
    if (!isId(groupId)) return null;
    const [found] = await hot<StandingRow>(
      db,
      'standing_of',
      `SELECT ${standingColumns} ${standingFrom} WHERE g.id = $1`,
      [groupId, personId],
    );
    return found ? toStanding(groupId, found) : null;
  }
}
