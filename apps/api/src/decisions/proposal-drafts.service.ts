import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { Clock } from '../platform/clock.ts';
import { row, rows } from '../platform/database/sql.ts';
import type { GroupStanding } from '../platform/policy/standings.ts';
import { Candidacies } from './candidacies/candidacies.service.ts';
import { withCandidates } from './candidates.ts';
import { EffectPlans } from './effect-plans.service.ts';
import { checkedProposal, type CheckedProposal } from './proposal-rules.ts';
import type { ProposalFieldsInput } from './proposals.graphql.ts';
import type { StoredOption } from './question.ts';
import type { ProposalRow } from './proposals.store.ts';
import { PaperKeys } from './secret/paper-keys.service.ts';

/** Writes new drafts, also those that nobody typed: an appeal, a follow-up. */
@Injectable()
export class ProposalDrafts {
  constructor(
    readonly plans: EffectPlans,
    readonly keys: PaperKeys,
    readonly candidacies: Candidacies,
    private readonly clock: Clock,
  ) {}

  /** Checks what an author typed against the rules of the group they stand in. `kept`: the options of the draft so far. */
  async checked(
    tx: EntityManager,
    input: ProposalFieldsInput,
    of: { standing: GroupStanding; kept: readonly StoredOption[] },
  ): Promise<CheckedProposal> {
    const rules = of.standing.rules as unknown as Rulebook;
    const fields = checkedProposal(input, { rules, now: await this.clock.now(tx), kept: of.kept });
    return withCandidates(tx, of.standing.groupId, fields);
  }

  /** Takes the group's next number and stores a draft of checked fields. */
  async insert(
    tx: EntityManager,
    of: {
      id: string;
      groupId: string;
      authorId: string;
      fields: CheckedProposal;
      carriesOut?: string;
      rerunOf?: string;
      membersOnly?: boolean;
    },
  ): Promise<void> {
    await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [of.groupId]);
    const last = await row<{ n: number }>(
      tx,
      'SELECT coalesce(max(number), 0)::int AS n FROM proposal WHERE group_id = $1',
      [of.groupId],
    );
    const columns = {
      id: of.id,
      group_id: of.groupId,
      author_id: of.authorId,
      number: (last?.n ?? 0) + 1,
      status: 'draft',
      carries_out: of.carriesOut ?? null,
      rerun_of: of.rerunOf ?? null,
      members_only: of.membersOnly ?? false,
      ...of.fields,
      options: JSON.stringify(of.fields.options),
      settings: JSON.stringify(of.fields.settings),
    };
    const names = Object.keys(columns);
    await rows(
      tx,
      `INSERT INTO proposal (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(columns),
    );
  }
  /** A vote about carrying something out lasts as long as the first did, from the moment at which somebody opens it. */
  async lengthened(tx: EntityManager, draft: ProposalRow): Promise<ProposalRow> {
    const found = await row<ProposalRow>(
      tx,
      `UPDATE proposal p SET closes_at = date_trunc('minute', clock_now() + greatest(o.closes_at - o.opens_at, interval '2 days')) + interval '1 minute'
       FROM proposal o WHERE p.id = $1 AND o.id = p.carries_out AND p.status = 'draft' RETURNING p.*`,
      [draft.id],
    );
    return found ?? draft;
  }
}
