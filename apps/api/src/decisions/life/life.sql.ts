import { candidatesSql, type StoredCandidate } from '../candidacies/candidacies.sql.ts';
import type { AskedChange } from './life.graphql.ts';

/** A proposal that another one leads to or comes from. */
export interface Linked {
  readonly id: string;
  readonly number: number;
  readonly title: string;
}

export type ObjectionState = 'open' | 'integrated' | 'withdrawn' | 'ruled_out';

/** An objection as the store reads it; who may see it is asked later. */
export interface StoredObjection {
  readonly id: string;
  readonly round: number;
  readonly personId: string;
  readonly personName: string;
  readonly text: string;
  readonly state: ObjectionState;
  readonly response: string | null;
  readonly answeredByName: string | null;
  readonly answeredAt: string | null;
  readonly ruling: string | null;
  readonly settledByName: string | null;
  readonly settledAt: string | null;
  readonly raisedAt: string;
  readonly comments: number;
}

/** What a page knows of a proposal's life beside its status. */
export interface LifePart {
  readonly extensions: number;
  /** Its instant to open has come and the opening is on its way. */
  readonly opening: boolean;
  /** Whether this viewer voted in an earlier round. */
  readonly asked_again: boolean;
  readonly rerun_of: Linked | null;
  readonly reruns: readonly Linked[];
  /** The decision that has taken this one back, those that ask for it, and those that this one takes back. */
  readonly taken_back: (Linked & { readonly at: string }) | null;
  readonly take_backs: readonly Linked[];
  readonly takes_back: readonly Linked[];
  /** Whether it has passed and asked for a yes or no. */
  readonly passed: boolean;
  readonly superseded_by: Linked | null;
  readonly supersedes: readonly Linked[];
  readonly versions: readonly {
    version: number;
    round: number;
    at: string;
    note: string;
    byName: string | null;
    changes: AskedChange[];
  }[];
  readonly objections: readonly StoredObjection[];
  readonly candidates: readonly StoredCandidate[];
  readonly statement: {
    version: number;
    body: string;
    bodyHtml: string;
    reviewOn: string | null;
    isReviewDue: boolean;
    byName: string;
    at: string;
  } | null;
}

const linked = `json_build_object('id', r.id, 'number', r.number, 'title', r.title)`;
/** A draft shows to its author only. */
const seen = `(r.status <> 'draft' OR r.author_id = $2)`;

/** The decision by which proposal `p` was taken back, as one JSON value; null where it stands. */
export const takenBackSql = `(SELECT json_build_object('id', r.id, 'number', r.number, 'title', r.title, 'at', iso(t.at)) FROM decision_taken_back t JOIN proposal r ON r.id = t.by_proposal WHERE t.proposal_id = p.id)`;
/** True in SQL of a proposal `p` that no other decision has taken back. */
export const notTakenBack = `NOT EXISTS (SELECT FROM decision_taken_back t WHERE t.proposal_id = p.id)`;

/** What version `t` changed in options and effects. */
export const changesSql = `(SELECT coalesce(json_agg(json_build_object('text', c.value) ORDER BY c.ordinality), '[]') FROM proposal_asked a, jsonb_array_elements(a.changes) WITH ORDINALITY c WHERE a.proposal_id = t.proposal_id AND a.version = t.version)`;

/** The life of proposal `p` in group `g` for viewer $2, as one JSON value of the page's statement. */
export const lifeSql = `json_build_object('extensions', p.extensions, 'opening', p.status = 'announced' AND p.opens_at <= clock_now(),
  'asked_again', p.status = 'open' AND p.round > 1 AND EXISTS (SELECT FROM ballot b WHERE b.proposal_id = p.id AND b.person_id = $2 AND b.round < p.round AND b.is_current AND b.choice IS NOT NULL),
  'rerun_of', (SELECT ${linked} FROM proposal r WHERE r.id = p.rerun_of AND ${seen}), 'superseded_by', (SELECT ${linked} FROM proposal r WHERE r.id = p.superseded_by AND ${seen}),
  'reruns', coalesce((SELECT json_agg(${linked} ORDER BY r.number) FROM proposal r WHERE r.rerun_of = p.id AND ${seen}), '[]'),
  'supersedes', coalesce((SELECT json_agg(${linked} ORDER BY r.number) FROM proposal r WHERE r.superseded_by = p.id), '[]'),
  'passed', p.status = 'closed' AND coalesce((SELECT o.verdict = 'passed' FROM result o WHERE o.proposal_id = p.id ORDER BY o.run DESC LIMIT 1), false),
  'taken_back', ${takenBackSql},
  'take_backs', coalesce((SELECT json_agg(${linked} ORDER BY r.number) FROM effect f JOIN proposal r ON r.id = f.proposal_id WHERE f.kind = 'decision.take_back' AND f.payload ->> 'decisionId' = p.id::text AND ${seen}
    AND (r.status IN ('draft', 'announced', 'open') OR EXISTS (SELECT FROM execution x WHERE x.proposal_id = r.id AND x.state IN ('waiting', 'stayed', 'failed')))), '[]'),
  'takes_back', coalesce((SELECT json_agg(${linked} ORDER BY f.idx) FROM effect f JOIN proposal r ON r.id::text = f.payload ->> 'decisionId' WHERE f.proposal_id = p.id AND f.kind = 'decision.take_back'), '[]'),
  'versions', coalesce((SELECT json_agg(json_build_object('version', t.version, 'round', t.round, 'at', iso(t.at), 'note', t.note, 'byName', q.name, 'changes', ${changesSql}) ORDER BY t.version)
    FROM proposal_text t LEFT JOIN person q ON q.id = t.by_id WHERE t.proposal_id = p.id), '[]'),
  'candidates', ${candidatesSql},
  'objections', coalesce((SELECT json_agg(json_build_object('id', o.id, 'round', o.round, 'personId', o.person_id, 'personName', q.name, 'text', o.text, 'state', o.state, 'response', o.response,
      'answeredByName', (SELECT w.name FROM person w WHERE w.id = o.answered_by), 'answeredAt', iso(o.answered_at), 'ruling', o.ruling, 'settledByName', (SELECT w.name FROM person w WHERE w.id = o.settled_by),
      'settledAt', iso(o.settled_at), 'raisedAt', iso(o.raised_at), 'comments', (SELECT count(*) FROM comment c WHERE c.parent_kind = 'objection' AND c.parent_id = o.id AND c.removed_at IS NULL)) ORDER BY o.round DESC, o.raised_at, o.id)
    FROM objection o JOIN person q ON q.id = o.person_id WHERE o.proposal_id = p.id), '[]'),
  'statement', (SELECT json_build_object('version', s.version, 'body', s.body, 'bodyHtml', s.body_html, 'reviewOn', s.review_on, 'isReviewDue', coalesce(s.review_on <= (clock_now() AT TIME ZONE g.zone)::date AND ${notTakenBack}, false), 'byName', q.name, 'at', iso(s.at))
    FROM outcome_statement s JOIN person q ON q.id = s.by_id WHERE s.proposal_id = p.id ORDER BY s.version DESC LIMIT 1))`;
