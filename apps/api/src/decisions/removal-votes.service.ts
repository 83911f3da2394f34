import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { frames, removalExcluded, removalRules } from '#libs/governance';
import { FEWEST_SECRET } from '#libs/voting';
import { Rulebooks } from '../groups/index.ts';
import { Clock } from '../platform/clock.ts';
import { row, rows } from '../platform/database/sql.ts';
import { newOrderedId } from '../platform/ids.ts';
import { Openings } from './life/openings.service.ts';
import { ProposalDrafts } from './proposal-drafts.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import { checkedProposal } from './proposal-rules.ts';
import { ProposalsStore } from './proposals.store.ts';

/** What a removal case puts to the vote. */
export interface RemovalQuestion {
  readonly groupId: string;
  /** Who asks the group: who opened the case, or who appeals. */
  readonly authorId: string;
  readonly subject: { readonly id: string; readonly name: string };
  /** Who opened the case. They have no vote on the appeal, where enough others remain. */
  readonly openers: readonly string[];
  /** The version of the rulebook that the case began under. */
  readonly rulebook: number;
  readonly title: string;
  readonly body: string;
  readonly words: { readonly yes: string; readonly no: string };
  /** What the yes carries out; null where the removal stands already and its appeal is decided. */
  readonly reason: string | null;
}

/** How the vote of a case came out: still to come, withdrawn, not passed, passed and carried out, or passed and waiting for that. */
export type RemovalVerdict = 'open' | 'withdrawn' | 'failed' | 'passed' | 'waiting';

/** Votes of removal cases: opened by the case, never by hand, with its own rule. For members, and secret from five electors on. */
@Injectable()
export class RemovalVotes {
  constructor(
    private readonly clock: Clock,
    private readonly rulebooks: Rulebooks,
    private readonly store: ProposalsStore,
    private readonly drafts: ProposalDrafts,
    private readonly openings: Openings,
    private readonly records: ProposalRecords,
  ) {}

  /** Opens the vote at once, in the caller's transaction that holds the group. Returns its id. Throws a refusal where nobody could vote, or it could not be carried out. */
  async open(tx: EntityManager, of: RemovalQuestion): Promise<string> {
    const { groupId, rulebook } = of;
    const { rules } = await this.rulebooks.of(tx, groupId, rulebook);
    const members = await this.members(tx, groupId);
    const openers = of.reason === null ? of.openers : [];
    const excluded = removalExcluded(members, { subject: of.subject.id, openers, fewest: FEWEST_SECRET });
    const electors = members.filter((one) => !excluded.includes(one));
    const isSecret = electors.length >= FEWEST_SECRET;
    const fields = checkedProposal(
      {
        title: of.title,
        body: of.body,
        method: 'majority',
        options: [
          { id: 'agree', label: of.words.yes },
          { id: 'disagree', label: of.words.no },
        ],
        threshold: removalRules(rules).threshold,
        quorum: frames.removal!.quorum,
        secrecy: isSecret ? (rules.decision.secretBallots ?? 'secret') : 'named',
        showResults: 'after_close',
        closesAt: await this.end(tx, groupId, Math.max(frames.removal!.days, rules.decision.days)),
        eventId: null,
      },
      { rules, now: await this.clock.now(tx), kept: [] },
    );
    const id = newOrderedId();
    await this.drafts.insert(tx, { id, groupId, authorId: of.authorId, fields, membersOnly: true });
    if (of.reason !== null)
      await rows(tx, `INSERT INTO effect (proposal_id, idx, kind, payload) VALUES ($1, 1, 'member.remove', $2)`, [
        id,
        JSON.stringify({ personId: of.subject.id, personName: of.subject.name, reason: of.reason }),
      ]);
    const proposal = (await this.store.hold(tx, id, 'FOR UPDATE'))!;
    await this.openings.openNow(tx, null, proposal, { excluded, rulebook });
    return id;
  }

  /** How it came out, read from the rows of the vote. */
  async verdict(tx: EntityManager, proposalId: string): Promise<RemovalVerdict> {
    const found = await row<{ status: string; verdict: string | null; state: string | null; effects: boolean }>(
      tx,
      `SELECT p.status, r.verdict, x.state, EXISTS (SELECT FROM effect f WHERE f.proposal_id = p.id) AS effects FROM proposal p
       LEFT JOIN result r ON r.proposal_id = p.id AND r.run = 1 LEFT JOIN execution x ON x.proposal_id = p.id WHERE p.id = $1`,
      [proposalId],
    );
    if (found?.status === 'withdrawn') return 'withdrawn';
    if (found?.status !== 'closed') return 'open';
    if (found.verdict !== 'passed' || found.state === 'dropped') return 'failed';
    return !found.effects || found.state === 'done' ? 'passed' : 'waiting';
  }

  /** Takes an open vote back because there is nothing to decide any more. The caller holds the group. */
  async withdraw(tx: EntityManager, of: { groupId: string; proposalId: string; reason: string }): Promise<void> {
    const withdrawn = await rows(
      tx,
      `UPDATE proposal SET status = 'withdrawn', withdrawn_at = clock_now(), withdrawn_reason = $2, version = version + 1, updated_at = clock_now()
       WHERE id = $1 AND status = 'open' RETURNING 1`,
      [of.proposalId, of.reason],
    );
    if (withdrawn.length === 0) return;
    await this.records.log(tx, null, { ...of, type: 'proposal.withdrawn' });
    await this.records.announce(tx, 'ProposalWithdrawn', of);
  }

  private async members(tx: EntityManager, groupId: string): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      tx,
      `SELECT m.person_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' WHERE m.group_id = $1 ORDER BY m.id`,
      [groupId],
    );
    return found.map(({ person_id }) => person_id);
  }

  /** So many days of the group's calendar from now, at the usual hour. */
  private async end(tx: EntityManager, groupId: string, days: number): Promise<Date> {
    const found = await row<{ at: Date }>(
      tx,
      `SELECT ((clock_now() AT TIME ZONE g.zone)::date + $2::int + time '20:00') AT TIME ZONE g.zone AS at FROM folk_group g WHERE g.id = $1`,
      [groupId, days],
    );
    return found!.at;
  }
}
