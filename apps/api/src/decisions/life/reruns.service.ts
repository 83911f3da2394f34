import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { newId, newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { term } from '../../platform/words/words.ts';
import { ProposalDrafts } from '../proposal-drafts.service.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import type { ProposalRow } from '../proposals.store.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

const anew = term(
  'Whether somebody has to leave is not put to the vote again like other questions. Begin a new case on the page of the members.',
);

/** Puts a question again: a closed or withdrawn proposal is never opened anew, its next run is a draft of its own, and both name each other. */
@Injectable()
export class Reruns {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly drafts: ProposalDrafts,
    private readonly records: ProposalRecords,
  ) {}

  /** Drafts the same question for this person, with its options, rule and effects, for as long a vote. Returns the id of the draft. */
  async rerun(actor: Actor, id: string): Promise<string> {
    const next = newOrderedId();
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.heldInGroup(tx, actor, id, 'FOR SHARE');
      const groupId = proposal.group_id;
      await this.policy.require(tx, actor, 'proposal.create', { groupId });
      if (proposal.status !== 'closed' && proposal.status !== 'withdrawn')
        throw new Conflict('A proposal is put again once it has closed or was withdrawn.');
      if (proposal.carries_out) throw new Conflict('Whether that is carried out has been decided, once.');
      // What is decided about a person has a way of its own, and the same facts rest for a while.
      if (proposal.members_only) throw new Conflict(anew);
      const planned = await this.drafts.plans.of(tx, id);
      const renamed = new Map(
        [...proposal.options, ...proposal.added_options].map((option) => [
          option.id,
          option.role ? option.id : newId(),
        ]),
      );
      const fields = fieldsAgain(proposal, { now: await this.clock.now(tx), renamed });
      await this.drafts.insert(tx, { id: next, groupId, authorId: actor.personId!, fields, rerunOf: id });
      await this.copyEffects(tx, next, { planned, renamed });
      const of = { groupId, proposalId: next };
      await this.records.log(tx, actor, { ...of, type: 'proposal.created', facts: { rerunOf: id } });
    });
    return next;
  }

  private async copyEffects(
    tx: EntityManager,
    proposalId: string,
    of: { planned: Awaited<ReturnType<ProposalDrafts['plans']['of']>>; renamed: ReadonlyMap<string, string> },
  ): Promise<void> {
    for (const { idx, kind, on_option, payload } of of.planned)
      await rows(tx, 'INSERT INTO effect (proposal_id, idx, kind, on_option, payload) VALUES ($1, $2, $3, $4, $5)', [
        proposalId,
        idx,
        kind,
        on_option && of.renamed.get(on_option),
        JSON.stringify(payload),
      ]);
  }
}

/** The fields of a proposal for its next run: the same words and rule, as long a vote, options under ids of their own. */
function fieldsAgain(
  proposal: ProposalRow,
  { now, renamed }: { now: Date; renamed: ReadonlyMap<string, string> },
): Parameters<ProposalDrafts['insert']>[1]['fields'] {
  const opened = proposal.opens_at && proposal.opens_at < proposal.closes_at ? proposal.opens_at : null;
  const length = opened ? proposal.closes_at.getTime() - opened.getTime() : 7 * DAY;
  const { title, body, body_html, template, method, reasons, quorum, threshold, compare, max_blocks, show_results } =
    proposal;
  return {
    title,
    body,
    body_html,
    template,
    method,
    settings: proposal.settings && withCosts(proposal.settings, renamed),
    options: [...proposal.options, ...proposal.added_options].map((option) => ({
      ...option,
      id: renamed.get(option.id)!,
    })),
    options_until: null,
    reasons,
    quorum,
    threshold,
    compare,
    max_blocks,
    show_results,
    secrecy: proposal.secrecy,
    receipts: proposal.receipts,
    opens_at: null,
    closes_at: new Date(Math.ceil((now.getTime() + Math.max(length, DAY)) / MINUTE) * MINUTE),
    event_id: proposal.event_id,
    tags: proposal.tags,
  };
}

/** Costs of projects stand under the ids of their options. */
function withCosts(settings: Record<string, unknown>, renamed: ReadonlyMap<string, string>): object {
  if (!settings['costs']) return settings;
  const costs = Object.entries(settings['costs'] as Record<string, string>).map(([id, cost]) => [
    renamed.get(id),
    cost,
  ]);
  return { ...settings, costs: Object.fromEntries(costs) };
}
