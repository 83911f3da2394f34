import type { DelegationScope } from '#libs/voting';

/** A word that counts in a vote, with the names that the page says. */
export interface PageWord {
  /** Null once it is over: what was counted stays, whatever becomes of the word. */
  readonly id: string | null;
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  readonly scope: DelegationScope;
  readonly tag: string | null;
  readonly since: string;
  readonly until: string | null;
}

export interface PageDelegation {
  readonly electors: readonly string[];
  readonly words: readonly PageWord[];
}

const scope = `CASE WHEN d.proposal_id IS NOT NULL THEN 'proposal' WHEN d.tag IS NOT NULL THEN 'tag' ELSE 'group' END`;

/** The words `d` that reach proposal `p`: those in force now, or when it closed. */
const reaching = `d.group_id = p.group_id AND d.from_at <= least(clock_now(), p.closes_at) AND (d.ended_at IS NULL OR d.ended_at > least(clock_now(), p.closes_at))
  AND (d.until_at IS NULL OR d.until_at > least(clock_now(), p.closes_at))
  AND (d.proposal_id = p.id OR (d.proposal_id IS NULL AND (d.tag IS NULL OR p.rules #> '{delegation,tags}' @> to_jsonb(d.tag))))`;

/** The words of an open vote $1 at its end, as the count takes them. */
export const wordsAtEnd = `SELECT d.from_id AS "from", d.to_id AS "to", ${scope} AS scope, d.tag, iso(d.from_at) AS since FROM delegation d JOIN proposal p ON p.id = $1 WHERE ${reaching}`;

/** Who votes for whom in proposal `p`, as JSON: while it is open by the words in force, afterwards as it was counted. */
export const delegationSql = `CASE WHEN p.rules -> 'delegation' IS NOT NULL THEN json_build_object(
  'electors', (SELECT coalesce(json_agg(e.person_id), '[]') FROM elector e WHERE e.proposal_id = p.id),
  'words', (SELECT coalesce(json_agg(json_build_object('id', w.id, 'from', w.from_id, 'fromName', f.name, 'to', w.to_id, 'toName', t.name, 'scope', w.scope, 'tag', w.tag, 'since', w.since, 'until', w.until)), '[]')
    FROM (SELECT d.id, d.from_id, d.to_id, ${scope} AS scope, d.tag, iso(d.from_at) AS since, iso(d.until_at) AS until FROM delegation d WHERE p.status <> 'closed' AND ${reaching}
      UNION ALL SELECT NULL, v.person_id, v.to_id, 'proposal', NULL, '', NULL FROM delegated_vote v WHERE p.status = 'closed' AND v.proposal_id = p.id) w
    JOIN person f ON f.id = w.from_id JOIN person t ON t.id = w.to_id)) END`;
