import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, Refusal } from '../../platform/graphql/errors.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { Words } from '../../platform/words/words.ts';
import { rulesHash } from '../hashes.ts';
import type { Trial } from '../effect-plans.service.ts';
import { ProposalDrafts } from '../proposal-drafts.service.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import { checkedOpening, rulesOf } from '../proposal-rules.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { checkElectorate, checkLevel } from '../secret/secret-fields.ts';
import { keepAsked } from './asked.ts';
import { keepText } from './texts.ts';

const MINUTE = 60_000;

/** Opens votes: at once, or by themselves at the instant that was announced. At opening rules, electorate and effects are frozen. */
@Injectable()
export class Openings {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly drafts: ProposalDrafts,
  ) {}

  /** Opens a draft, or what was announced for later, at once. */
  async open(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await this.held(tx, actor, id);
      const proposal = found.carries_out ? await this.drafts.lengthened(tx, found) : found;
      if (proposal.closes_at <= (await this.clock.now(tx)))
        throw new BadInput('closesAt', 'The vote would close in the past. Choose a later time.');
      await this.openNow(tx, actor, { ...proposal, opens_at: null });
    });
  }

  /** Shows a draft to the group before the vote: it opens by itself at an instant, `opensAt` or the one that the draft has. */
  async announce(actor: Actor, of: { id: string; opensAt?: Date | null }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const proposal = await this.held(tx, actor, of.id);
      await this.announceNow(tx, actor, { ...proposal, opens_at: of.opensAt ?? proposal.opens_at });
    });
  }

  /** As `announce`, on a proposal that the caller holds. The effects must fit today; they are frozen when it opens. */
  async announceNow(tx: EntityManager, actor: Actor, proposal: ProposalRow): Promise<void> {
    const opensAt = checkedOpening(proposal.opens_at, { now: await this.clock.now(tx), closesAt: proposal.closes_at });
    if (!opensAt) throw new BadInput('opensAt', 'Say when the vote opens.');
    await rows(
      tx,
      `UPDATE proposal SET status = 'announced', opens_at = $2, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [proposal.id, opensAt],
    );
    await this.drafts.candidacies.ask(tx, actor, proposal);
    await keepText(tx, proposal, { byId: actor.personId });
    const of = { groupId: proposal.group_id, proposalId: proposal.id };
    await this.records.log(tx, actor, {
      ...of,
      type: 'proposal.announced',
      facts: { opensAt: opensAt.toISOString() },
    });
    await this.records.announce(tx, 'ProposalAnnounced', of);
  }

  /** Freezes the rules and writes the electors: who is a member at this instant. In an election those stand who said yes. Without an actor the clock opened it. */
  async openNow(tx: EntityManager, actor: Actor | null, asked: ProposalRow, trial?: Trial): Promise<void> {
    const proposal = await this.drafts.candidacies.onBallot(tx, actor, asked);
    const frozen = await this.drafts.plans.freeze(tx, proposal, trial);
    const rules = rulesOf(proposal, frozen.rulebook);
    const electors = await rows(
      tx,
      `INSERT INTO elector (proposal_id, person_id) SELECT $1, m.person_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL
       WHERE m.group_id = $2 AND s.standing = 'member' AND m.person_id <> ALL($3::uuid[]) ORDER BY m.id RETURNING person_id`,
      [proposal.id, proposal.group_id, frozen.excluded],
    );
    checkLevel(proposal.secrecy, frozen.rulebook.decision.secretBallots);
    checkElectorate(proposal, electors.length);
    if (electors.length === 0) throw new Conflict('There is nobody to vote.');
    const paperKey = proposal.secrecy === 'blind' ? await this.drafts.keys.make(tx, proposal.id) : undefined;
    const hash = rulesHash({ ...proposal, paperKey }, rules, frozen);
    await keepText(tx, proposal, { byId: actor?.personId ?? proposal.author_id });
    await rows(
      tx,
      `UPDATE proposal SET status = 'open', opens_at = clock_now(), closes_at = $4, rules = $2, rules_hash = $3, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [proposal.id, JSON.stringify(rules), hash, proposal.closes_at],
    );
    await keepAsked(tx, proposal, { effects: frozen.effects, hash });
    await this.records.opened(tx, actor, {
      groupId: proposal.group_id,
      proposalId: proposal.id,
      electors: electors.length,
      rulesHash: hash.toString('hex'),
    });
  }

  /** Opens what was announced for an instant that has come, each in one transaction. What cannot open becomes a draft again, and its author is told why. */
  async openDue(): Promise<void> {
    for (;;) {
      const due = { id: null as string | null };
      try {
        await this.database.transaction((tx) => this.openOne(tx, due));
      } catch (error) {
        if (!due.id || !(error instanceof Refusal)) throw error;
        await this.refused(due.id, error.words);
      }
      if (!due.id) return;
    }
  }

  private async held(tx: EntityManager, actor: Actor, id: string): Promise<ProposalRow> {
    const proposal = await this.locks.held(tx, actor, id);
    const own = proposal.author_id === actor.personId;
    await this.policy.require(tx, actor, 'proposal.open', { groupId: proposal.group_id, own });
    if (proposal.status !== 'draft' && proposal.status !== 'announced') throw new Conflict('The vote is open already.');
    return proposal;
  }

  private async openOne(tx: EntityManager, due: { id: string | null }): Promise<void> {
    const proposal = await row<ProposalRow>(
      tx,
      `SELECT * FROM proposal WHERE status = 'announced' AND opens_at <= clock_now() ORDER BY opens_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!proposal) return;
    due.id = proposal.id;
    const late = Math.floor(((await this.clock.now(tx)).getTime() - proposal.opens_at!.getTime()) / MINUTE);
    const closesAt = new Date(proposal.closes_at.getTime() + late * MINUTE);
    await this.openNow(tx, null, { ...proposal, closes_at: closesAt });
    if (late > 0)
      await this.records.log(tx, null, {
        groupId: proposal.group_id,
        type: 'proposal.openedLate',
        proposalId: proposal.id,
        facts: { minutes: late, closesAt: closesAt.toISOString() },
      });
  }

  private async refused(id: string, why: Words): Promise<void> {
    await this.database.transaction(async (tx) => {
      const back = await row<{ group_id: string }>(
        tx,
        `UPDATE proposal SET status = 'draft', opens_at = NULL, version = version + 1, updated_at = clock_now() WHERE id = $1 AND status = 'announced' RETURNING group_id`,
        [id],
      );
      if (!back) return;
      const of = { groupId: back.group_id, proposalId: id };
      await this.records.log(tx, null, { ...of, type: 'proposal.notOpened', detail: { reason: String(why) } });
      await this.records.announce(tx, 'ProposalNotOpened', of, { why: why.toJSON() });
    });
  }
}
