import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Operation } from '#libs/governance';
import { shareStanding } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { BallotRefused, VotingClosed } from '../ballots.graphql.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import type { ProposalRow } from '../proposals.store.ts';

/** What somebody asks of a secret vote under their name, and the level that it is meant for. */
export interface Asked {
  readonly proposalId: string;
  readonly secrecy: 'secret' | 'blind';
  readonly operation: Operation;
  readonly case?: string;
}

/** Lets electors to the box of a secret vote. No row of the voter is locked, since a lock leaves the number of the transaction behind. */
@Injectable()
export class SecretAdmission {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
  ) {}

  /** The open proposal, held in share, where the actor has a vote in it now; else why not. */
  async admit(tx: EntityManager, actor: Actor, asked: Asked): Promise<ProposalRow | VotingClosed | BallotRefused> {
    const { personId } = actor;
    const { proposal, belongs } = await this.locks.heldToVote(tx, actor, asked.proposalId, (whose) =>
      shareStanding(tx, whose),
    );
    if (proposal.secrecy !== asked.secrecy) throw new BadInput('proposalId', wrongLevel[asked.secrecy]);
    if (personId && !(await isElector(tx, proposal.id, personId))) return new BallotRefused('NOT_AN_ELECTOR');
    if (personId && !belongs) return new BallotRefused('NOT_A_MEMBER');
    await this.policy.require(tx, actor, asked.operation, {
      groupId: proposal.group_id,
      ...(asked.case && { case: asked.case }),
    });
    return (await this.isOpen(tx, proposal)) ? proposal : new VotingClosed(proposal.closes_at);
  }

  /** Whether ballots are taken at this instant, by the clock of the database. */
  async isOpen(tx: EntityManager, proposal: ProposalRow): Promise<boolean> {
    return proposal.status === 'open' && proposal.closes_at > (await this.clock.now(tx));
  }

  /** Runs a use case that leaves no notice of itself, and says in words what the database refused after every lock. */
  async quietly<T>(proposalId: string, work: (tx: EntityManager) => Promise<T>): Promise<T | VotingClosed> {
    try {
      return await this.database.quietTransaction(work);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('VOTING_CLOSED')) throw error;
      const sql = 'SELECT closes_at FROM proposal WHERE id = $1';
      const ended = await row<{ closes_at: Date }>(this.database.reads, sql, [proposalId]);
      return new VotingClosed(ended!.closes_at);
    }
  }
}

const wrongLevel = {
  secret: say`This vote is not secret. Reload the page.`,
  blind: say`This vote has no ballot papers. Reload the page.`,
} as const;

async function isElector(tx: EntityManager, proposalId: string, personId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM elector WHERE proposal_id = $1 AND person_id = $2';
  return (await row(tx, sql, [proposalId, personId])) !== null;
}

/** Throws BAD_USER_INPUT, naming the field, for anything but so many bytes in hexadecimal. */
export function checkHex(field: string, text: unknown, bytes: number): asserts text is string {
  if (typeof text !== 'string' || !/^[0-9a-f]+$/.test(text) || text.length !== bytes * 2)
    throw new BadInput(field, say`The ${field} must be ${bytes} bytes in hexadecimal.`);
}
