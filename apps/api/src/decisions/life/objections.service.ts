import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Choice } from '#libs/voting';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import type { ProposalRow } from '../proposals.store.ts';
import type { ObjectionState } from './life.sql.ts';

interface ObjectionRow {
  id: string;
  proposal_id: string;
  person_id: string;
  round: number;
  state: ObjectionState;
}

/** Objections as records: raised by a block ballot with its reason, answered, taken up by an amendment, withdrawn, ruled out, or standing at the end. */
@Injectable()
export class Objections {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
  ) {}

  /** Lets the record follow a ballot that was just written: a block with words raises one or says it anew, anything else withdraws it. */
  async follow(
    tx: EntityManager,
    proposal: ProposalRow,
    ballot: { id: string; personId: string; choice: Choice | null; reason: string },
  ): Promise<void> {
    const open = await row<{ id: string }>(
      tx,
      `SELECT id FROM objection WHERE proposal_id = $1 AND round = $2 AND person_id = $3 AND state = 'open'`,
      [proposal.id, proposal.round, ballot.personId],
    );
    const isBlock = roleOf(proposal, ballot.choice) === 'block' && ballot.reason !== '';
    if (open && isBlock)
      await rows(tx, 'UPDATE objection SET ballot_id = $2, text = $3 WHERE id = $1', [
        open.id,
        ballot.id,
        ballot.reason,
      ]);
    else if (open)
      await rows(
        tx,
        `UPDATE objection SET state = 'withdrawn', settled_by = $2, settled_at = clock_now() WHERE id = $1`,
        [open.id, ballot.personId],
      );
    else if (isBlock) await this.raise(tx, proposal, ballot);
  }

  /** Answers an objection in the author's words; the newest answer stands. */
  async answer(actor: Actor, of: { id: string; response: string }): Promise<string> {
    const response = longText('response', of.response, { what: 'The answer', max: 2000 });
    if (response === '') throw new BadInput('response', 'Write what you answer.');
    return this.onOpen(actor, of.id, async (tx, { objection, proposal }) => {
      const own = proposal.author_id === actor.personId;
      await this.policy.require(tx, actor, 'objection.answer', { groupId: proposal.group_id, own });
      await rows(tx, 'UPDATE objection SET response = $2, answered_by = $3, answered_at = clock_now() WHERE id = $1', [
        objection.id,
        response,
        actor.personId,
      ]);
      await this.tell(tx, 'ObjectionAnswered', { objection, proposal });
    });
  }

  /** Rules an objection out with a logged reason, where the rulebook of the opening lets stewards do so; its ballot stays a block that stops nothing. */
  async ruleOut(actor: Actor, of: { id: string; reason: string }): Promise<string> {
    const reason = longText('reason', of.reason, { what: 'The reason', max: 500 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    return this.onOpen(actor, of.id, async (tx, { objection, proposal }) => {
      await this.policy.require(tx, actor, 'objection.ruleOut', {
        groupId: proposal.group_id,
        own: objection.person_id === actor.personId,
        flags: { 'object:mayRuleOut': proposal.mandate?.mayRuleOut === true && proposal.method === 'consent' },
      });
      if (objection.state !== 'open' || objection.round !== proposal.round)
        throw new Conflict('This objection does not stand any more.');
      await rows(
        tx,
        `UPDATE objection SET state = 'ruled_out', ruling = $2, settled_by = $3, settled_at = clock_now() WHERE id = $1`,
        [objection.id, reason, actor.personId],
      );
      await this.records.log(tx, actor, {
        groupId: proposal.group_id,
        type: 'proposal.objectionRuledOut',
        proposalId: proposal.id,
        facts: { objection: objection.id, round: objection.round },
        detail: { reason },
      });
      await this.tell(tx, 'ObjectionRuledOut', { objection, proposal });
    });
  }

  /** Marks standing objections of the present round as taken up by the text that is about to be. Returns how many; an unknown id is BAD_USER_INPUT. */
  async integrate(
    tx: EntityManager,
    actor: Actor,
    { proposal, ids }: { proposal: ProposalRow; ids: readonly string[] },
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const done = await rows(
      tx,
      `UPDATE objection SET state = 'integrated', settled_by = $4, settled_at = clock_now()
       WHERE proposal_id = $1 AND round = $2 AND id = ANY($3::uuid[]) AND state = 'open' RETURNING id`,
      [proposal.id, proposal.round, ids.filter(isId), actor.personId],
    );
    if (done.length < new Set(ids).size)
      throw new BadInput('integrates', 'One of these objections does not stand any more. Look at them again.');
    return done.length;
  }

  /** The proposal of an objection that still stands and is this person's own, or null; whoever else asks is FORBIDDEN. */
  async mineIn(actor: Actor, id: string): Promise<string | null> {
    const found = await this.find(this.database.reads, id);
    const groupId = found && (await this.locks.find(this.database.reads, actor, found.proposal_id));
    if (!found || !groupId) return null;
    const own = found.person_id === actor.personId;
    await this.policy.require(this.database.reads, actor, 'objection.withdraw', { groupId, own });
    if (found.state !== 'open') throw new Conflict('This objection does not stand any more.');
    return found.proposal_id;
  }

  /** The proposal of an objection, by id. */
  async proposalOf(db: EntityManager, id: string): Promise<string | null> {
    return (await this.find(db, id))?.proposal_id ?? null;
  }

  private async raise(
    tx: EntityManager,
    proposal: ProposalRow,
    ballot: { id: string; personId: string; reason: string },
  ): Promise<void> {
    const objection = { id: newOrderedId(), person_id: ballot.personId };
    await rows(
      tx,
      'INSERT INTO objection (id, proposal_id, person_id, round, ballot_id, text, raised_at) VALUES ($1, $2, $3, $4, $5, $6, clock_now())',
      [objection.id, proposal.id, ballot.personId, proposal.round, ballot.id, ballot.reason],
    );
    await this.tell(tx, 'ObjectionRaised', { objection, proposal });
  }

  private async onOpen(
    actor: Actor,
    id: string,
    change: (tx: EntityManager, of: { objection: ObjectionRow; proposal: ProposalRow }) => Promise<void>,
  ): Promise<string> {
    const known = await this.find(this.database.reads, id);
    if (!known) throw new NotFound();
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, known.proposal_id);
      const objection = (await row<ObjectionRow>(tx, 'SELECT * FROM objection WHERE id = $1', [id]))!;
      if (proposal.status !== 'open' || proposal.closes_at <= (await this.clock.now(tx)))
        throw new Conflict('The vote is over; what was said stands.');
      await change(tx, { objection, proposal });
    });
    return known.proposal_id;
  }

  private async find(db: EntityManager, id: string): Promise<ObjectionRow | null> {
    return isId(id) ? row<ObjectionRow>(db, 'SELECT * FROM objection WHERE id = $1', [id]) : null;
  }

  private tell(
    tx: EntityManager,
    kind: string,
    { objection, proposal }: { objection: { id: string; person_id: string }; proposal: ProposalRow },
  ): Promise<void> {
    const of = { groupId: proposal.group_id, proposalId: proposal.id };
    return this.records.announce(tx, kind, of, { objectionId: objection.id, personId: objection.person_id });
  }
}

function roleOf({ options }: ProposalRow, choice: Choice | null): string | null {
  return choice && 'option' in choice ? (options.find(({ id }) => id === choice.option)?.role ?? null) : null;
}
