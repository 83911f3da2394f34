export type CandidacyState = 'asked' | 'stands' | 'declined' | 'silent';

/** Somebody who was named for an election, as the store reads it; who may see it is asked later. */
export interface StoredCandidate {
  readonly personId: string;
  readonly name: string;
  readonly state: CandidacyState;
  /** Who named them, where somebody else did. */
  readonly namedBy: string | null;
}

/** Who was named for proposal `p`, in the order of naming. */
export const candidatesSql = `coalesce((SELECT json_agg(json_build_object('personId', c.person_id, 'name', q.name, 'state', c.state, 'namedBy', CASE WHEN c.named_by <> c.person_id THEN (SELECT n.name FROM person n WHERE n.id = c.named_by) END) ORDER BY c.named_at, q.name)
    FROM candidacy c JOIN person q ON q.id = c.person_id WHERE c.proposal_id = p.id), '[]')`;

/** The elections of which person $1 was asked to stand, the first to open first, as one JSON value each. */
export const waitingSql = `SELECT json_build_object('proposalId', p.id, 'title', p.title, 'opensAt', iso(p.opens_at), 'namedBy', n.name, 'groupName', g.name, 'groupHandle', g.handle) AS json
  FROM candidacy c JOIN proposal p ON p.id = c.proposal_id AND p.status = 'announced' JOIN folk_group g ON g.id = p.group_id JOIN person n ON n.id = c.named_by
  WHERE c.person_id = $1 AND c.state = 'asked' AND is_member(p.group_id, $1) ORDER BY p.opens_at, p.id LIMIT 20`;
