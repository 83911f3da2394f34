import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../platform/ids.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { Openings } from './life/openings.service.ts';
import { keepText } from './life/texts.ts';
import { ProposalDrafts } from './proposal-drafts.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { CreateProposalInput, UpdateProposalInput } from './proposals.graphql.ts';

/** Drafts proposals, and lets them open or be announced. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly drafts: ProposalDrafts,
    private readonly openings: Openings,
  ) {}

  async create(actor: Actor, input: CreateProposalInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const id = await this.draft(tx, actor, input);
      if (input.open === false) return id;
      const proposal = await this.locks.held(tx, actor, id);
      if (proposal.opens_at) await this.openings.announceNow(tx, actor, proposal);
      else await this.openings.openNow(tx, actor, proposal);
      return id;
    });
  }

  /** Writes a draft in the caller's transaction, with all checks. Returns its id. */
  async draft(tx: EntityManager, actor: Actor, input: Omit<CreateProposalInput, 'open'>): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const id = newOrderedId();
    const standing = await this.policy.requireInGroup(tx, actor, 'proposal.create', { groupId: input.groupId });
    const fields = await this.drafts.checked(tx, input.fields, { standing, kept: [] });
    await this.checkEvent(tx, input.groupId, fields.event_id);
    await this.drafts.insert(tx, { id, groupId: input.groupId, authorId: actor.personId!, fields });
    await this.drafts.plans.write(tx, actor, { proposalId: id, standing, input: input.fields });
    await this.records.log(tx, actor, { groupId: input.groupId, type: 'proposal.created', proposalId: id });
    return id;
  }

  async update(actor: Actor, input: UpdateProposalInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, input.id);
      const standing = await this.policy.requireInGroup(tx, actor, 'proposal.updateDraft', {
        groupId: proposal.group_id,
        own: proposal.author_id === actor.personId,
      });
      if (proposal.status !== 'draft' && proposal.status !== 'announced')
        throw new Conflict(
          'The vote has opened: its rules are frozen. Amend the text, or withdraw it and put a new one if something is wrong.',
        );
      if (proposal.version !== input.expectedVersion)
        throw new Conflict(
          'This draft was changed elsewhere in the meantime. Your text is kept here; reload to see the other.',
        );
      const fields = await this.drafts.checked(tx, input.fields, { standing, kept: proposal.options });
      await this.checkEvent(tx, proposal.group_id, fields.event_id);
      if (proposal.status === 'announced' && !fields.opens_at)
        throw new BadInput('opensAt', 'It is announced already: say when its vote opens, or open it now.');
      const isReworded = proposal.title !== fields.title || proposal.body !== fields.body;
      const text = { text_version: proposal.text_version + (proposal.status === 'announced' && isReworded ? 1 : 0) };
      const columns = {
        ...fields,
        ...text,
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
      if (proposal.status === 'draft') return;
      await this.drafts.candidacies.ask(tx, actor, { ...proposal, options: fields.options });
      await keepText(tx, { ...proposal, ...fields, ...text }, { byId: actor.personId });
      await this.records.announce(tx, 'ProposalChanged', { groupId: proposal.group_id, proposalId: proposal.id });
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
