import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import type { ProposalRow } from '../proposals.store.ts';
import type { SetOutcomeInput } from './life.graphql.ts';
import { notTakenBack } from './life.sql.ts';

const DAY_TEXT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** What a group makes of an outcome: words beside the computed numbers, and a day on which to look at it again. */
@Injectable()
export class Outcomes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('outcomes.reviews', '*/5 * * * *', () => this.tellReviews());
  }

  /** Writes the next version of the statement. Throws CONFLICT where the vote is not over, or somebody wrote one after `expectedVersion`. */
  async set(actor: Actor, input: SetOutcomeInput): Promise<void> {
    const body = longText('statement', input.statement, { what: 'The statement', max: 5000 });
    if (body === '' && !input.reviewOn)
      throw new BadInput('statement', 'Write what comes of it, or choose a day to look at it again.');
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, input.id);
      const own = proposal.author_id === actor.personId;
      await this.policy.require(tx, actor, 'outcome.publish', { groupId: proposal.group_id, own });
      if (proposal.status !== 'closed') throw new Conflict('The outcome is written down once the vote has closed.');
      const last = await row<{ version: number; review_on: string | null }>(
        tx,
        'SELECT version, review_on::text FROM outcome_statement WHERE proposal_id = $1 ORDER BY version DESC LIMIT 1',
        [proposal.id],
      );
      if ((last?.version ?? 0) !== input.expectedVersion)
        throw new Conflict(
          'Somebody wrote the statement anew in the meantime. Yours is kept here; reload to see theirs.',
        );
      const reviewOn = input.reviewOn ?? null;
      if (reviewOn !== (last?.review_on ?? null)) await this.checkDay(tx, proposal, reviewOn);
      await this.write(tx, actor, { proposal, version: input.expectedVersion + 1, body, reviewOn });
    });
  }

  /** Announces each review whose day has come, at eight in the morning of the group's zone, once; only the newest statement counts. */
  async tellReviews(): Promise<void> {
    const due = `SELECT s.proposal_id, s.version, p.group_id FROM outcome_statement s JOIN proposal p ON p.id = s.proposal_id JOIN folk_group g ON g.id = p.group_id
      WHERE s.told_at IS NULL AND (s.review_on + time '08:00') AT TIME ZONE g.zone <= clock_now() AND ${notTakenBack} AND NOT EXISTS (SELECT FROM outcome_statement n WHERE n.proposal_id = s.proposal_id AND n.version > s.version)`;
    const found = await rows<{ proposal_id: string; version: number; group_id: string }>(
      this.database.reads,
      `${due} ORDER BY s.review_on, s.proposal_id LIMIT 200`,
    );
    for (const { proposal_id: proposalId, version, group_id: groupId } of found)
      await this.database.transaction(async (tx) => {
        const told = await rows(
          tx,
          'UPDATE outcome_statement SET told_at = clock_now() WHERE proposal_id = $1 AND version = $2 AND told_at IS NULL RETURNING 1',
          [proposalId, version],
        );
        if (told.length > 0) await this.records.announce(tx, 'ReviewDue', { groupId, proposalId });
      });
  }

  private async checkDay(tx: EntityManager, proposal: ProposalRow, day: string | null): Promise<void> {
    if (day === null) return;
    if (!DAY_TEXT.test(day) || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day)
      throw new BadInput('reviewOn', 'This is no day of the calendar.');
    const span = await row<{ ahead: number }>(
      tx,
      'SELECT $2::date - (clock_now() AT TIME ZONE g.zone)::date AS ahead FROM folk_group g WHERE g.id = $1',
      [proposal.group_id, day],
    );
    if (span!.ahead < 1) throw new BadInput('reviewOn', 'Choose a day that is still to come.');
    if (span!.ahead > 3660) throw new BadInput('reviewOn', 'Choose a day within ten years.');
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    of: { proposal: ProposalRow; version: number; body: string; reviewOn: string | null },
  ): Promise<void> {
    const { proposal, version, body, reviewOn } = of;
    await rows(
      tx,
      'INSERT INTO outcome_statement (proposal_id, version, body, body_html, review_on, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, clock_now())',
      [proposal.id, version, body, renderMarkdown(body), reviewOn, actor.personId],
    );
    await rows(tx, 'UPDATE proposal SET version = version + 1, updated_at = clock_now() WHERE id = $1', [proposal.id]);
    const subject = { groupId: proposal.group_id, proposalId: proposal.id };
    await this.records.log(tx, actor, {
      ...subject,
      type: 'proposal.outcomeStated',
      facts: { version, ...(reviewOn ? { reviewOn } : {}) },
    });
    await this.records.announce(tx, 'OutcomeStated', subject);
  }
}
