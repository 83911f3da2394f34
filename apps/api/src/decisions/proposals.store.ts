import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Mandate } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { hot } from '../platform/database/hot.ts';
import { together } from '../platform/database/together.ts';
import { row, rows } from '../platform/database/sql.ts';
import { isId } from '../platform/ids.ts';
import type { Choice, OfferedMethod, Plain, ReasonMode, Rules, Secrecy, TemplateName } from '#libs/voting';
import type { ProposalCard } from './proposals.graphql.ts';
import { ENGINE } from './hashes.ts';
import { castCount, hasVoted, type PageSecrecy, secrecySql } from './secret/secret-sql.ts';
import type { AddedOption, StoredOption } from './question.ts';
import type { StoredEffect } from './effect-view.ts';
import { delegationSql, type PageDelegation } from './delegations/delegations.sql.ts';
import type { FailedExecution } from './effects.graphql.ts';
import type { Payload } from './effects.ts';
import { type Kept } from '../platform/words/words.ts';
import type { ProposalText } from './life/life.graphql.ts';
import { changesSql, type LifePart, lifeSql, takenBackSql } from './life/life.sql.ts';

export interface ProposalRow {
  id: string;
  group_id: string;
  number: number;
  author_id: string;
  title: string;
  body: string;
  body_html: string;
  template: TemplateName;
  method: OfferedMethod;
  settings: Record<string, unknown> | null;
  reasons: ReasonMode;
  options: StoredOption[];
  /** What electors have added. */
  added_options: AddedOption[];
  /** Until when they may; null: never. */
  options_until: Date | null;
  /** When each option was withdrawn, of those that were. */
  withdrawn_options: Record<string, string>;
  quorum: string;
  threshold: string | null;
  compare: 'gt' | 'gte' | null;
  max_blocks: number | null;
  status: 'draft' | 'announced' | 'open' | 'closed' | 'withdrawn';
  round: number;
  text_version: number;
  rules: Rules | null;
  secrecy: Secrecy;
  /** Whether browsers keep a receipt of a secret ballot. */
  receipts: boolean;
  rules_hash: Buffer | null;
  show_results: 'live' | 'after_own' | 'after_close';
  grace_hours: number;
  opens_at: Date | null;
  closes_at: Date;
  version: number;
  mandate: Mandate | null;
  /** The proposal whose carrying out this one decides about. */
  carries_out: string | null;
  tags: string[];
  event_id: string | null;
  /** How often its end was moved. */
  extensions: number;
  rerun_of: string | null;
  /** About a person: for members, in an open group too. */
  members_only: boolean;
}

/** When a vote closes in which somebody has a say. */
export interface Deadline {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly closesAt: Date;
  readonly updatedAt: Date;
  readonly isOpen: boolean;
  readonly isWithdrawn: boolean;
  readonly groupName: string;
  readonly zone: string;
}

/** What the page is made of, before the results are weighed against the viewer. */
export interface ProposalPage extends Omit<
  ProposalRow,
  'closes_at' | 'opens_at' | 'options_until' | 'secrecy' | 'receipts' | 'rules_hash' | 'rerun_of'
> {
  options_until: string | null;
  life: LifePart;
  closes_at: string;
  opens_at: string | null;
  closed_at: string | null;
  withdrawn_reason: string | null;
  author_name: string;
  event_title: string | null;
  electors: number;
  members: number;
  elector: boolean;
  due: boolean;
  now: string;
  group: Record<string, unknown> & { id: string; visibility: 'open' | 'closed' | 'secret' };
  ballotBox: PageSecrecy;
  ballots: {
    personId: string;
    name: string;
    choice: Choice;
    reason: string;
    castAt: string;
    objection?: 'ruled_out' | null;
  }[];
  /** Who votes for whom, where the rules allow it. */
  delegation: PageDelegation | null;
  /** What was counted at the end by the present engine. */
  output: Plain | null;
  effects: (StoredEffect & { expects: Payload })[];
  carried_out: { id: string; number: number; title: string } | null;
  execution: {
    state: string;
    not_before: string;
    executed_at: string | null;
    failure_code: string | null;
    failure_text: Kept | null;
    note: string | null;
    appeal_reason: string | null;
    appealed_by: string | null;
    appeal_id: string | null;
  } | null;
}

/** Who may read: $2 is the viewer. What is decided about a person is for members. Drafts are for their author; one that an appeal has made is for every member. */
export const readable = `((g.visibility = 'open' AND NOT p.members_only) OR is_member(p.group_id, $2)) AND (p.status <> 'draft' OR p.author_id = $2 OR (p.carries_out IS NOT NULL AND is_member(p.group_id, $2)))`;

const pageSql = `
SELECT json_build_object('id', p.id, 'group_id', p.group_id, 'number', p.number, 'author_id', p.author_id, 'title', p.title, 'body', p.body, 'body_html', p.body_html, 'method', p.method,
  'tags', p.tags, 'delegation', ${delegationSql}, 'template', p.template, 'settings', p.settings, 'reasons', p.reasons, 'max_blocks', p.max_blocks, 'withdrawn_options', p.withdrawn_options, 'added_options', p.added_options, 'options_until', iso(p.options_until),
  'output', (SELECT r.output FROM result r WHERE r.proposal_id = p.id AND r.engine = '${ENGINE}' ORDER BY r.run DESC LIMIT 1),
  'options', p.options, 'quorum', p.quorum, 'threshold', p.threshold, 'compare', p.compare, 'status', p.status, 'round', p.round, 'text_version', p.text_version, 'rules', p.rules,
  'show_results', p.show_results, 'grace_hours', p.grace_hours, 'opens_at', iso(p.opens_at), 'closes_at', iso(p.closes_at), 'closed_at', iso(p.closed_at), 'withdrawn_reason', p.withdrawn_reason, 'version', p.version,
  'author_name', a.name, 'event_id', p.event_id, 'event_title', (SELECT e.title FROM event e WHERE e.id = p.event_id), 'now', iso(clock_now()), 'due', p.status = 'open' AND p.closes_at <= clock_now(),
  'electors', CASE WHEN p.status IN ('draft', 'announced') THEN (SELECT count(*) FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = p.group_id)
    ELSE (SELECT count(*) FROM elector e WHERE e.proposal_id = p.id) END, 'elector', EXISTS (SELECT FROM elector e WHERE e.proposal_id = p.id AND e.person_id = $2),
  'members', (SELECT count(*) FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = p.group_id),
  'group', json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'color', g.color, 'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'about', '', 'aboutHtml', '', 'version', g.version),
  'mandate', p.mandate, 'members_only', p.members_only, 'carried_out', (SELECT json_build_object('id', c.id, 'number', c.number, 'title', c.title) FROM proposal c WHERE c.id = p.carries_out),
  'ballots', coalesce((SELECT json_agg(json_build_object('personId', b.person_id, 'name', q.name, 'choice', b.choice, 'reason', b.reason, 'castAt', iso(b.cast_at), 'objection', (SELECT o.state FROM objection o WHERE o.ballot_id = b.id AND o.state = 'ruled_out')) ORDER BY b.cast_at, b.id)
    FROM ballot b JOIN person q ON q.id = b.person_id WHERE b.proposal_id = p.id AND b.round = p.round AND b.is_current AND b.choice IS NOT NULL), '[]'),
  'ballotBox', (SELECT ${secrecySql}),
  'life', ${lifeSql},
  'effects', coalesce((SELECT json_agg(json_build_object('kind', f.kind, 'on_option', f.on_option, 'payload', f.payload, 'expects', f.expects, 'outcome_ref', f.outcome_ref) ORDER BY f.idx) FROM effect f WHERE f.proposal_id = p.id), '[]'),
  'execution', (SELECT json_build_object('state', x.state, 'not_before', iso(x.not_before), 'executed_at', iso(x.executed_at), 'failure_code', x.failure_code, 'failure_text', coalesce(x.failure_words, to_jsonb(x.failure_text)), 'note', x.note, 'appeal_reason', x.appeal_reason,
    'appealed_by', (SELECT q.name FROM person q WHERE q.id = x.appealed_by), 'appeal_id', (SELECT q.id FROM proposal q WHERE q.carries_out = p.id)) FROM execution x WHERE x.proposal_id = p.id)
) AS page
FROM proposal p JOIN folk_group g ON g.id = p.group_id JOIN person a ON a.id = p.author_id WHERE p.id = $1 AND ${readable}`;

/** True in SQL where the viewer $2 belongs to the group: whose membership has ended or lapsed casts no new ballot. */
const belongs = `EXISTS (SELECT FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused', 'suspended') WHERE m.group_id = p.group_id AND m.person_id = $2)`;

/** True in SQL where the viewer $2 has a vote that is open and has not been used. */
export const needsMyVote = `p.status = 'open' AND p.closes_at > clock_now() AND EXISTS (SELECT FROM elector e WHERE e.proposal_id = p.id AND e.person_id = $2)
    AND ${belongs}
    AND NOT ${hasVoted('$2')}`;

/** True in SQL where the viewer $2 voted on an earlier text and is asked again. */
const askedAgain = `p.status = 'open' AND p.round > 1 AND EXISTS (SELECT FROM ballot b WHERE b.proposal_id = p.id AND b.person_id = $2 AND b.round < p.round AND b.is_current AND b.choice IS NOT NULL)`;

export const cardSql = `json_build_object('id', p.id, 'number', p.number, 'title', p.title, 'template', p.template, 'method', p.method, 'secrecy', p.secrecy, 'status', p.status, 'opensAt', iso(p.opens_at), 'closesAt', iso(p.closes_at), 'createdAt', iso(p.created_at),
  'verdict', (SELECT r.verdict FROM result r WHERE r.proposal_id = p.id ORDER BY r.run DESC LIMIT 1), 'execution', (SELECT x.state FROM execution x WHERE x.proposal_id = p.id), 'takenBack', ${takenBackSql},
  'electors', (SELECT count(*) FROM elector e WHERE e.proposal_id = p.id), 'cast', ${castCount},
  'authorName', a.name, 'groupHandle', g.handle, 'groupName', g.name,
  'needsMyVote', ${needsMyVote}, 'askedAgain', ${askedAgain})`;

/** Every read of proposals. Ballots leave it only towards the one reader that weighs who may see them. */
@Injectable()
export class ProposalsStore {
  async page(db: EntityManager, actor: Actor, id: string): Promise<ProposalPage | null> {
    if (!isId(id)) return null;
    return (await hot<{ page: ProposalPage }>(db, 'proposal_page', pageSql, [id, actor.personId]))[0]?.page ?? null;
  }

  async groupOf(db: EntityManager, actor: Actor, id: string): Promise<string | null> {
    if (!isId(id)) return null;
    return (
      (
        await hot<{ group_id: string }>(
          db,
          'proposal_group_of',
          `SELECT p.group_id FROM proposal p JOIN folk_group g ON g.id = p.group_id WHERE p.id = $1 AND ${readable}`,
          [id, actor.personId],
        )
      )[0]?.group_id ?? null
    );
  }

  /** What was proposed for an event, newest first. */
  async ofEvent(db: EntityManager, actor: Actor, eventId: string): Promise<ProposalCard[]> {
    if (!isId(eventId)) return [];
    return together<ProposalCard>(db, actor, {
      name: 'proposals_of_event',
      text: `SELECT ${cardSql} AS json FROM proposal p JOIN folk_group g ON g.id = p.group_id JOIN person a ON a.id = p.author_id
       WHERE p.event_id = $1 AND ${readable} ORDER BY p.created_at DESC, p.id DESC LIMIT 10`,
      values: [eventId, actor.personId],
    });
  }

  /** When votes close in which a person has a say: the open ones, and for a month those that were withdrawn or are over. */
  async deadlinesOf(db: EntityManager, personId: string): Promise<Deadline[]> {
    return hot<Deadline>(
      db,
      'proposal_deadlines',
      `SELECT p.id, p.title, p.version, p.closes_at AS "closesAt", p.updated_at AS "updatedAt", p.status = 'open' AS "isOpen", p.status = 'withdrawn' AS "isWithdrawn", g.name AS "groupName", g.zone
       FROM elector mine JOIN proposal p ON p.id = mine.proposal_id JOIN folk_group g ON g.id = p.group_id
       WHERE mine.person_id = $1 AND p.status <> 'draft' AND p.closes_at > clock_now() - interval '30 days' AND ((g.visibility = 'open' AND NOT p.members_only) OR is_member(p.group_id, $1))
       ORDER BY p.closes_at, p.id LIMIT 200`,
      [personId],
    );
  }

  /** Open proposals in which a person has a vote and has not used it. */
  async needing(db: EntityManager, actor: Actor): Promise<ProposalCard[]> {
    return together<ProposalCard>(db, actor, {
      name: 'proposals_needing_me',
      text: `SELECT ${cardSql} AS json FROM elector mine JOIN proposal p ON p.id = mine.proposal_id JOIN folk_group g ON g.id = p.group_id JOIN person a ON a.id = p.author_id
       WHERE mine.person_id = $2 AND p.status = 'open' AND p.closes_at > clock_now() AND ($1::uuid IS NULL OR p.group_id = $1) AND ${readable}
         AND ${belongs} AND NOT ${hasVoted('$2')} ORDER BY p.closes_at, p.id LIMIT 20`,
      values: [null, actor.personId],
    });
  }

  /** What passed and could not be carried out, in the groups where this person holds a duty; the oldest first. */
  async failed(db: EntityManager, actor: Actor): Promise<FailedExecution[]> {
    return together<FailedExecution>(db, actor, {
      name: 'executions_failed',
      text: `SELECT json_build_object('id', p.id, 'number', p.number, 'title', p.title, 'groupName', g.name, 'failureText', coalesce(x.failure_words, to_jsonb(x.failure_text))) AS json
       FROM membership m JOIN proposal p ON p.group_id = m.group_id JOIN execution x ON x.proposal_id = p.id AND x.state = 'failed' JOIN folk_group g ON g.id = p.group_id
       WHERE m.person_id = $1 AND is_member(p.group_id, $1) AND EXISTS (SELECT FROM duty d WHERE d.membership_id = m.id AND d.to_at IS NULL) ORDER BY p.closes_at, p.id LIMIT 20`,
      values: [actor.personId],
    });
  }

  /** Every version of a proposal's words, the oldest first. */
  async texts(db: EntityManager, id: string): Promise<ProposalText[]> {
    return rows<ProposalText>(
      db,
      `SELECT t.version, t.round, t.title, t.body, t.note, t.at, q.name AS "byName", ${changesSql} AS changes FROM proposal_text t LEFT JOIN person q ON q.id = t.by_id
       WHERE t.proposal_id = $1 ORDER BY t.version`,
      [id],
    );
  }

  async hold(tx: EntityManager, id: string, lock: 'FOR UPDATE' | 'FOR SHARE'): Promise<ProposalRow | null> {
    return isId(id) ? row<ProposalRow>(tx, `SELECT * FROM proposal WHERE id = $1 ${lock}`, [id]) : null;
  }
}
