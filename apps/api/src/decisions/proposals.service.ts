import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../platform/ids.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { withCandidates } from './candidates.ts';
import { rulesHash } from './hashes.ts';
import { checkedProposal, rulesOf } from './proposal-rules.ts';
import { ProposalDrafts } from './proposal-drafts.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { CreateProposalInput, UpdateProposalInput } from './proposals.graphql.ts';
import { type ProposalRow, ProposalsStore } from './proposals.store.ts';
import { checkElectorate } from './secret/secret-fields.ts';

/** Drafts and opens proposals. At opening rules, electorate and effects are frozen. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly store: ProposalsStore,
    private readonly records: ProposalRecords,
    private readonly drafts: ProposalDrafts,
  ) {}

  async create(actor: Actor, input: CreateProposalInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const id = await this.draft(tx, actor, input);
      if (input.open !== false) await this.openNow(tx, actor, (await this.store.hold(tx, id, 'FOR UPDATE'))!);
      return id;
    });
  }

  /** Writes a draft in the caller's transaction, with all checks. Returns its id. */
  async draft(tx: EntityManager, actor: Actor, input: Omit<CreateProposalInput, 'open'>): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const id = newOrderedId();
    const standing = await this.policy.requireInGroup(tx, actor, 'proposal.create', { groupId: input.groupId });
    const checked = checkedProposal(input.fields, {
      rules: standing.rules as unknown as Rulebook,
      now: await this.clock.now(tx),
      kept: [],
    });
    const fields = await withCandidates(tx, input.groupId, checked);
    await this.checkEvent(tx, input.groupId, fields.event_id);
    await this.drafts.insert(tx, { id, groupId: input.groupId, authorId: actor.personId!, fields });
    await this.drafts.plans.write(tx, actor, { proposalId: id, standing, input: input.fields });
    await this.records.log(tx, actor, { groupId: input.groupId, type: 'proposal.created', proposalId: id });
    return id;
  }

  async update(actor: Actor, input: UpdateProposalInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const proposal = await this.held(tx, actor, input.id);
      const standing = await this.policy.requireInGroup(tx, actor, 'proposal.updateDraft', {
        groupId: proposal.group_id,
        own: proposal.author_id === actor.personId,
      });
      if (proposal.status !== 'draft')
        throw new Conflict(
          'The vote has opened: its text and rules are frozen. Withdraw it and put a new one if something is wrong.',
        );
      if (proposal.version !== input.expectedVersion)
        throw new Conflict(
          'This draft was changed elsewhere in the meantime. Your text is kept here; reload to see the other.',
        );
      const checked = checkedProposal(input.fields, {
        rules: standing.rules as unknown as Rulebook,
        now: await this.clock.now(tx),
        kept: proposal.options,
      });
      const fields = await withCandidates(tx, proposal.group_id, checked);
      await this.checkEvent(tx, proposal.group_id, fields.event_id);
      const columns = {
        ...fields,
        options: JSON.stringify(fields.options),
        settings: JSON.stringify(fields.settings),
      };
      await rows(
        tx,
        `UPDATE proposal SET ${Object.keys(columns)
          .map((name, at) => `${name} = $${at + 2}`)
          .join(', ')}, version = version + 1, updated_at = clock_now() WHERE id = $1`,
        [proposal.id, ...Object.values(columns)],
      );
      await this.drafts.plans.write(tx, actor, { proposalId: proposal.id, standing, input: input.fields });
    });
  }

  async open(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await this.held(tx, actor, id);
      const proposal = found.carries_out ? await this.drafts.lengthened(tx, found) : found;
      await this.policy.require(tx, actor, 'proposal.open', {
        groupId: proposal.group_id,
        own: proposal.author_id === actor.personId,
      });
      if (proposal.status !== 'draft') throw new Conflict('The vote is open already.');
      if (proposal.closes_at <= (await this.clock.now(tx)))
        throw new BadInput('closesAt', 'The vote would close in the past. Choose a later time.');
      await this.openNow(tx, actor, proposal);
    });
  }

  private async held(tx: EntityManager, actor: Actor, id: string): Promise<ProposalRow> {
    if (!(await this.store.groupOf(tx, actor, id))) throw new NotFound();
    const proposal = await this.store.hold(tx, id, 'FOR UPDATE');
    if (!proposal) throw new NotFound();
    return proposal;
  }

  /** Freezes the rules and writes the electors: who is a member at this instant. */
  private async openNow(tx: EntityManager, actor: Actor, proposal: ProposalRow): Promise<void> {
    const frozen = await this.drafts.plans.freeze(tx, proposal);
    const rules = rulesOf(proposal, frozen.rulebook);
    const hash = rulesHash(proposal, rules, frozen);
    const electors = await rows(
      tx,
      `INSERT INTO elector (proposal_id, person_id) SELECT $1, m.person_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL
       WHERE m.group_id = $2 AND s.standing = 'member' AND m.person_id <> ALL($3::uuid[]) ORDER BY m.id RETURNING person_id`,
      [proposal.id, proposal.group_id, frozen.excluded],
    );
    checkElectorate(proposal, electors.length);
    if (electors.length === 0) throw new Conflict('There is nobody to vote.');
    await rows(
      tx,
      `UPDATE proposal SET status = 'open', opens_at = clock_now(), rules = $2, rules_hash = $3, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [proposal.id, JSON.stringify(rules), hash],
    );
    await this.records.opened(tx, actor, {
      groupId: proposal.group_id,
      proposalId: proposal.id,
      electors: electors.length,
      rulesHash: hash.toString('hex'),
    });
  }

  private async checkEvent(tx: EntityManager, groupId: string, eventId: string | null): Promise<void> {
    if (eventId === null) return;
    const found = isId(eventId)
      ? await row(tx, 'SELECT 1 FROM event WHERE id = $1 AND group_id = $2', [eventId, groupId])
      : null;
    if (!found) throw new BadInput('eventId', 'This event is not one of the group.');
  }
}
