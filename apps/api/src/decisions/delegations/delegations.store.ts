import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Delegation as Word, firstWords, weigh } from '#libs/voting';
import { row, rows } from '../../platform/database/sql.ts';
import type { CountedBallot } from '../hashes.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { type Speaker, speakersOf, type SpokenPage } from './delegation-view.ts';
import type { Delegation } from './delegations.graphql.ts';
import { delegationSql, wordsAtEnd } from './delegations.sql.ts';

interface VoterChoice extends CountedBallot {
  readonly person_id: string;
}

/** A ballot with the votes that it counts for. */
export interface WeighedBallot extends VoterChoice {
  readonly count: bigint;
  readonly delegated: bigint;
}

/** Reads and writes of who votes for whom. */
@Injectable()
export class DelegationsStore {
  /** Weighs the ballots of a vote by the words in force at its end, and keeps who spoke for whom. */
  async weighAtEnd(
    tx: EntityManager,
    proposal: Pick<ProposalRow, 'id' | 'rules'>,
    of: { readonly electors: readonly { person_id: string }[]; readonly ballots: readonly VoterChoice[] },
  ): Promise<WeighedBallot[]> {
    const delegations = proposal.rules?.delegation ? await rows<Word>(tx, wordsAtEnd, [proposal.id]) : [];
    const ids = (list: readonly { person_id: string }[]): string[] => list.map(({ person_id }) => person_id);
    const electors = ids(of.electors);
    const { weights, votesFor } = weigh({ electors, delegations, voters: ids(of.ballots) });
    if (votesFor.size > 0) await this.keep(tx, proposal.id, { delegations, votesFor });
    return of.ballots.map((ballot) => {
      const count = weights.get(ballot.person_id) ?? 1n;
      return { ...ballot, count, delegated: count - 1n };
    });
  }

  /** Who gave their word in a vote: to whom, and whose ballot speaks for them, if anybody's. */
  async speakers(db: EntityManager, proposalId: string): Promise<ReadonlyMap<string, Speaker>> {
    const found = await row<SpokenPage>(
      db,
      `SELECT ${delegationSql} AS delegation, coalesce((SELECT json_agg(json_build_object('personId', b.person_id, 'name', q.name, 'choice', b.choice)) FROM ballot b JOIN person q ON q.id = b.person_id
         WHERE b.proposal_id = p.id AND b.round = p.round AND b.is_current AND b.choice IS NOT NULL), '[]') AS ballots FROM proposal p WHERE p.id = $1`,
      [proposalId],
    );
    return found ? speakersOf(found) : new Map<string, Speaker>();
  }

  private async keep(
    tx: EntityManager,
    proposalId: string,
    of: { delegations: readonly Word[]; votesFor: ReadonlyMap<string, string | null> },
  ): Promise<void> {
    const next = firstWords(of.delegations);
    const kept = [...of.votesFor].map(([from, voter]) => ({ from, to: next.get(from)!.to, voter }));
    await rows(
      tx,
      `INSERT INTO delegated_vote (proposal_id, person_id, to_id, voter_id) SELECT $1, t."from", t."to", t.voter FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS t ("from", "to", voter)`,
      [proposalId, kept.map(({ from }) => from), kept.map(({ to }) => to), kept.map(({ voter }) => voter)],
    );
  }

  /** Everybody's words in a group that are in force, the newest first. */
  ofGroup(db: EntityManager, groupId: string): Promise<Delegation[]> {
    return rows<Delegation>(
      db,
      `SELECT d.id, d.from_id AS "fromId", f.name AS "fromName", d.to_id AS "toId", t.name AS "toName", d.tag, d.proposal_id AS "proposalId", p.title AS "proposalTitle",
         CASE WHEN d.proposal_id IS NOT NULL THEN 'proposal' WHEN d.tag IS NOT NULL THEN 'tag' ELSE 'group' END AS scope, d.from_at AS since, d.until_at AS until
       FROM delegation d JOIN person f ON f.id = d.from_id JOIN person t ON t.id = d.to_id LEFT JOIN proposal p ON p.id = d.proposal_id
       WHERE d.group_id = $1 AND d.ended_at IS NULL AND (d.until_at IS NULL OR d.until_at > clock_now()) AND (p.id IS NULL OR p.status = 'open')
       ORDER BY d.from_at DESC, d.id LIMIT 500`,
      [groupId],
    );
  }

  /** The topics of a group's votes, the most used first. */
  async topicsOf(db: EntityManager, groupId: string): Promise<string[]> {
    const found = await rows<{ tag: string }>(
      db,
      `SELECT t.tag FROM proposal p, unnest(p.tags) AS t (tag) WHERE p.group_id = $1 AND p.status <> 'draft' GROUP BY t.tag ORDER BY count(*) DESC, t.tag LIMIT 50`,
      [groupId],
    );
    return found.map(({ tag }) => tag);
  }

  /** A running word. */
  async running(tx: EntityManager, id: string): Promise<{ id: string; group_id: string; from_id: string } | null> {
    return row(tx, 'SELECT id, group_id, from_id FROM delegation WHERE id = $1 AND ended_at IS NULL', [id]);
  }

  /** Waits for votes that are being counted, and keeps others from it: a word given or taken back before the end counts there, a later one does not. */
  async holdOpenVotes(tx: EntityManager, groupId: string): Promise<void> {
    await rows(tx, `SELECT id FROM proposal WHERE group_id = $1 AND status = 'open' ORDER BY id FOR SHARE`, [groupId]);
  }

  async insert(
    tx: EntityManager,
    word: {
      id: string;
      groupId: string;
      fromId: string;
      toId: string;
      tag: string | null;
      proposalId: string | null;
      untilAt: Date | null;
    },
  ): Promise<void> {
    await rows(
      tx,
      `UPDATE delegation SET ended_at = clock_now() WHERE group_id = $1 AND from_id = $2 AND tag IS NOT DISTINCT FROM $3::text AND proposal_id IS NOT DISTINCT FROM $4::uuid AND ended_at IS NULL`,
      [word.groupId, word.fromId, word.tag, word.proposalId],
    );
    await rows(
      tx,
      `INSERT INTO delegation (id, group_id, from_id, to_id, tag, proposal_id, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, clock_now(), $7)`,
      [word.id, word.groupId, word.fromId, word.toId, word.tag, word.proposalId, word.untilAt],
    );
  }

  async end(tx: EntityManager, id: string): Promise<void> {
    await rows(tx, 'UPDATE delegation SET ended_at = clock_now() WHERE id = $1 AND ended_at IS NULL', [id]);
  }

  /** Ends every word from and to somebody in a group; returns those whose vote is their own again. */
  async endAll(tx: EntityManager, groupId: string, personId: string): Promise<string[]> {
    const ended = await rows<{ from_id: string }>(
      tx,
      'UPDATE delegation SET ended_at = clock_now() WHERE group_id = $1 AND (from_id = $2 OR to_id = $2) AND ended_at IS NULL RETURNING from_id',
      [groupId, personId],
    );
    return [...new Set(ended.map(({ from_id }) => from_id))].filter((one) => one !== personId);
  }

  /** Where somebody stands, held against an ending until this is written. */
  async holdMember(tx: EntityManager, groupId: string, personId: string): Promise<boolean> {
    await rows(tx, 'SELECT 1 FROM membership WHERE group_id = $1 AND person_id = $2 FOR SHARE', [groupId, personId]);
    return (await row(tx, 'SELECT 1 WHERE is_member($1::uuid, $2::uuid)', [groupId, personId])) !== null;
  }

  /** A vote as a word about it sees it: open, of that group, with delegation; and whether both may vote in it. */
  openVote(
    tx: EntityManager,
    of: { id: string; groupId: string; people: readonly string[] },
  ): Promise<{ delegates: boolean; electors: number } | null> {
    return row(
      tx,
      `SELECT p.rules -> 'delegation' IS NOT NULL AS delegates, (SELECT count(*)::int FROM elector e WHERE e.proposal_id = p.id AND e.person_id = ANY($3)) AS electors
       FROM proposal p WHERE p.id = $1 AND p.group_id = $2 AND p.status = 'open' AND p.closes_at > clock_now()`,
      [of.id, of.groupId, of.people],
    );
  }
}
