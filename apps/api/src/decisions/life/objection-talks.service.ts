import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { ProposalPages } from '../proposal-pages.service.ts';
import { Objections } from './objections.service.ts';

/** The talk that hangs on an objection, for those to whom the page shows it. */
@Injectable()
export class ObjectionTalks {
  constructor(
    private readonly pages: ProposalPages,
    private readonly objections: Objections,
  ) {}

  /** The group of an objection, or null where this viewer does not see it. */
  async groupOf(db: EntityManager, actor: Actor, id: string): Promise<string | null> {
    const proposalId = await this.objections.proposalOf(db, id);
    const seen = proposalId ? await this.pages.objections(db, actor, proposalId) : null;
    return seen?.objections.some((one) => one.id === id) ? seen.groupId : null;
  }
}
