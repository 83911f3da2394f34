import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DuesHistory, LapseRule } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';

/** Somebody whose membership may lapse, or has: where they stand and what dues they had since they came. */
export interface Standing {
  readonly membershipId: string;
  readonly personId: string;
  readonly groupId: string;
  readonly standing: 'member' | 'paused' | 'lapsed';
  /** The day on which they lapsed. */
  readonly lapsedOn: string | null;
  /** The day from which they have time to settle: that one, or the one on which their removal was taken back. */
  readonly settlesFrom: string | null;
  /** Whether their membership is over, because nobody settled the dues. */
  readonly isOver: boolean;
  /** The rule by which they lapsed, or would now, and its version. */
  readonly rule: LapseRule;
  readonly version: number;
  /** The last day whose morning the group has seen. */
  readonly today: string;
  readonly dues: readonly (DuesHistory & { readonly number: number; readonly currency: string })[];
  /** Warnings of the dues, and the day they were about. */
  readonly warnings: readonly { readonly duesId: string; readonly lapsesOn: string; readonly days: number }[];
}

/** Before every membership. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

type Plain<T> = { [K in keyof T]: T[K] extends bigint ? string : T[K] };
type StandingJson = Omit<Standing, 'dues'> & {
  dues: (Plain<Omit<Standing['dues'][number], 'receipts' | 'refunds'>> &
    Record<'receipts' | 'refunds', { on: string; minor: string }[]>)[];
};

/** Where a group asks for no dues any more nobody lapses for those of before. */
const ruleJson = (rules: string): string =>
  `json_build_object('months', CASE WHEN ${rules} #>> '{dues,every}' <> 'none' THEN coalesce((${rules} #>> '{dues,lapseAfterMonths}')::int, 0) ELSE 0 END, 'graceDays', coalesce((${rules} #>> '{dues,graceDays}')::int, 30))`;

/** The last spell of the chain of belonging in which they are asked for. */
const chainEnd = `CASE s.standing WHEN 'lapsed' THEN lapse_begun(m.id, s.seq) - 1 ELSE s.seq END`;

/** The dues `c` of the membership `m`, whose running or last spell is `s`: of the chain of belonging that it stands in. */
const duesSql = `SELECT c.* FROM book b JOIN contribution c ON c.book_id = b.id AND c.person_id = m.person_id AND c.kind = 'dues'
  WHERE b.group_id = m.group_id AND c.due_on >= (member_since(m.id, ${chainEnd}) AT TIME ZONE g.zone)::date`;

const awaited =
  'c.closed IS NULL AND c.due_on < dues_day(g.zone, clock_now()) AND c.pledged > c.received AND c.given_back = 0';

const standingJson = `json_build_object('membershipId', m.id, 'personId', m.person_id, 'groupId', g.id, 'standing', s.standing, 'isOver', s.to_at IS NOT NULL, 'settlesFrom', CASE s.standing WHEN 'lapsed' THEN (s.from_at AT TIME ZONE g.zone)::date END,
  'lapsedOn', CASE s.standing WHEN 'lapsed' THEN (SELECT (x.from_at AT TIME ZONE g.zone)::date FROM spell x WHERE x.membership_id = m.id AND x.seq = lapse_begun(m.id, s.seq)) END,
  'rule', ${ruleJson('r.rules')}, 'version', r.n, 'today', dues_day(g.zone, clock_now()),
  'dues', (SELECT coalesce(json_agg(json_build_object('id', c.id, 'number', c.number, 'currency', c.currency, 'pledged', c.pledged::text, 'dueOn', c.due_on, 'closed', c.closed, 'closedOn', (c.closed_at AT TIME ZONE g.zone)::date,
      'receipts', (SELECT coalesce(json_agg(json_build_object('on', t.received_on, 'minor', t.minor::text)), '[]') FROM contribution_receipt t WHERE t.contribution_id = c.id AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = t.entry_id)),
      'refunds', (SELECT coalesce(json_agg(json_build_object('on', t.refunded_on, 'minor', t.minor::text)), '[]') FROM contribution_refund t WHERE t.contribution_id = c.id AND t.state = 'BOOKED' AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = t.entry_id)),
      'rule', (SELECT ${ruleJson('v.rules')} FROM rulebook_version v WHERE v.group_id = g.id ORDER BY v.from_at <= c.created_at DESC, CASE WHEN v.from_at <= c.created_at THEN -v.n ELSE v.n END LIMIT 1),
      'backOn', y.back_on, 'warnedOn', (SELECT min(w.warned_on) FROM lapse_warning w WHERE w.contribution_id = c.id AND w.warned_on >= coalesce(y.back_on, '-infinity'))) ORDER BY c.due_on, c.number), '[]')
    FROM (${duesSql}) c CROSS JOIN (SELECT back_on(m.id, ${chainEnd}) AS back_on) y WHERE s.standing = 'lapsed' OR (${awaited})),
  'warnings', (SELECT coalesce(json_agg(json_build_object('duesId', w.contribution_id, 'lapsesOn', w.lapses_on, 'days', w.days)), '[]') FROM (${duesSql}) c JOIN lapse_warning w ON w.contribution_id = c.id WHERE ${awaited})) AS json`;

/** By the version that somebody lapsed under, else by the one in force. */
const from = `FROM membership m JOIN folk_group g ON g.id = m.group_id JOIN spell s ON s.membership_id = m.id
  JOIN LATERAL (SELECT v.n, v.rules FROM rulebook_version v WHERE v.group_id = g.id AND (s.standing <> 'lapsed' OR v.n = (s.authority ->> 'rulebookVersion')::int) ORDER BY v.n DESC LIMIT 1) r ON true`;

const concerned = `(s.standing = 'lapsed' OR (s.standing IN ('member', 'paused') AND EXISTS (SELECT FROM (${duesSql}) c WHERE ${awaited})))`;

/** What the roll has to know about dues: read for a page of a group, or for one person. */
@Injectable()
export class LapsesStore {
  /** Groups that have not looked at their dues since the morning, where the rules let memberships lapse or somebody has lapsed. */
  async groupsToLook(db: EntityManager): Promise<{ groupId: string; day: string }[]> {
    return rows(
      db,
      `SELECT g.id AS "groupId", dues_day(g.zone, clock_now())::text AS day FROM folk_group g LEFT JOIN dues_watch w ON w.group_id = g.id
       WHERE g.archived_at IS NULL AND (w.looked_on IS NULL OR w.looked_on < dues_day(g.zone, clock_now()))
         AND ((SELECT coalesce((v.rules #>> '{dues,lapseAfterMonths}')::int, 0) > 0 AND v.rules #>> '{dues,every}' <> 'none' FROM rulebook_version v WHERE v.group_id = g.id ORDER BY v.n DESC LIMIT 1)
           OR EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'lapsed' WHERE m.group_id = g.id)) ORDER BY g.id`,
    );
  }

  async looked(db: EntityManager, groupId: string, day: string): Promise<void> {
    await rows(
      db,
      `INSERT INTO dues_watch (group_id, looked_on) VALUES ($1, $2::date) ON CONFLICT (group_id) DO UPDATE SET looked_on = greatest(dues_watch.looked_on, excluded.looked_on)`,
      [groupId, day],
    );
  }

  /** Those of a group who owe dues or have lapsed, by membership, after one of them. */
  async page(db: EntityManager, of: { groupId: string; after: string; limit: number }): Promise<Standing[]> {
    const found = await rows<{ json: StandingJson }>(
      db,
      `SELECT ${standingJson} ${from} WHERE m.group_id = $1 AND m.id > $2::uuid AND s.to_at IS NULL AND ${concerned} ORDER BY m.id LIMIT $3::int`,
      [of.groupId, of.after, of.limit],
    );
    return found.map(({ json }) => toStanding(json));
  }

  /** The same of one person; also of whose membership ended because they had lapsed. Null where neither holds. */
  async of(db: EntityManager, groupId: string, personId: string): Promise<Standing | null> {
    const found = await row<{ json: StandingJson }>(
      db,
      `SELECT ${standingJson} ${from} WHERE m.group_id = $1 AND m.person_id = $2 AND s.seq = (SELECT max(x.seq) FROM spell x WHERE x.membership_id = m.id)
         AND (s.to_at IS NULL OR s.end_reason = 'lapsed') AND ${concerned}`,
      [groupId, personId],
    );
    return found && toStanding(found.json);
  }

  /** Writes warnings that were not written before; returns which were. */
  async warn(
    tx: EntityManager,
    warnings: readonly { duesId: string; lapsesOn: string; days: number; today: string }[],
  ): Promise<string[]> {
    const made = await rows<{ id: string }>(
      tx,
      `INSERT INTO lapse_warning (contribution_id, lapses_on, days, warned_on) SELECT w.dues_id, w.lapses_on, w.days, w.today FROM unnest($1::uuid[], $2::date[], $3::int[], $4::date[]) AS w (dues_id, lapses_on, days, today)
       ON CONFLICT DO NOTHING RETURNING contribution_id AS id`,
      [
        warnings.map(({ duesId }) => duesId),
        warnings.map(({ lapsesOn }) => lapsesOn),
        warnings.map(({ days }) => days),
        warnings.map(({ today }) => today),
      ],
    );
    return made.map(({ id }) => id);
  }

  /** Dues that are settled were warned about for the last time: should they be owed again, their member is warned anew. */
  async forget(tx: EntityManager, contributionId: string): Promise<void> {
    await rows(tx, 'DELETE FROM lapse_warning WHERE contribution_id = $1', [contributionId]);
  }
}

function toStanding({ dues, ...rest }: StandingJson): Standing {
  return {
    ...rest,
    dues: dues.map((one) => ({
      ...one,
      pledged: BigInt(one.pledged),
      receipts: one.receipts.map(toDated),
      refunds: one.refunds.map(toDated),
    })),
  };
}

const toDated = ({ on, minor }: { on: string; minor: string }) => ({ on, minor: BigInt(minor) });
