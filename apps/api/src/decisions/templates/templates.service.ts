import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { settingsView } from '../ballot-settings.ts';
import { type CheckedProposal, checkedProposal } from '../proposal-rules.ts';
import type { ProposalOption } from '../proposals.graphql.ts';
import type { StoredOption } from '../question.ts';
import type { ProposalTemplate, SaveTemplateInput } from './templates.graphql.ts';

/** What a template keeps of a proposal: the question and its text, and for how long it is asked. */
type Kept = Pick<
  CheckedProposal,
  'title' | 'body' | 'template' | 'method' | 'settings' | 'options' | 'reasons' | 'quorum' | 'threshold' | 'secrecy'
> & { readonly showResults: string; readonly days: number };

const MOST = 40;
const DAY = 86_400_000;

/** A group's own templates: kept, changed and removed by those who organise it. */
@Injectable()
export class ProposalTemplates {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
  ) {}

  /** Those of a group, for its members, by name. */
  async of(actor: Actor, handle: string): Promise<ProposalTemplate[]> {
    const found = await together<{ id: string; name: string; kept: Kept }>(this.database.reads, actor, {
      name: 'proposal_templates',
      text: `SELECT json_build_object('id', x.id, 'name', x.name, 'kept', x.kept) AS json FROM proposal_template x
       WHERE x.group_id = ${groupIdOf('$1')} AND is_member(x.group_id, $2) ORDER BY lower(x.name), x.id LIMIT ${MOST}`,
      values: [handle, actor.personId],
    });
    return found.map(({ id, name, kept }) => ({
      ...kept,
      id,
      name,
      settings: settingsView({ ...kept, settings: kept.settings as Record<string, unknown> | null }),
      options: kept.options.map(optionView),
    }));
  }

  async save(actor: Actor, input: SaveTemplateInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const name = requiredName('name', input.name, { what: 'The name of the template', max: 80 });
    return this.database
      .transaction(async (tx) => {
        const about = { groupId: input.groupId };
        const { rules } = await this.policy.requireInGroup(tx, actor, 'proposal.template.manage', about);
        const kept = await this.kept(tx, input, rules as unknown as Rulebook);
        return input.id
          ? this.change(tx, { id: input.id, groupId: input.groupId, name, kept })
          : this.add(tx, { groupId: input.groupId, name, kept, by: actor.personId! });
      })
      .catch((error: unknown) => {
        if (constraintOf(error) !== 'proposal_template_group_id_name_key') throw error;
        throw new BadInput('name', 'There is a template of this name already.');
      });
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const held = isId(id)
        ? await row<{ group_id: string }>(tx, 'SELECT group_id FROM proposal_template WHERE id = $1 FOR UPDATE', [id])
        : null;
      if (!held) throw new NotFound();
      await this.policy.requireInGroup(tx, actor, 'proposal.template.manage', { groupId: held.group_id });
      await rows(tx, 'DELETE FROM proposal_template WHERE id = $1', [id]);
    });
  }

  private async kept(tx: EntityManager, { fields }: SaveTemplateInput, rules: Rulebook): Promise<Kept> {
    const now = await this.clock.now(tx);
    const { title, body, template, method, settings, options, reasons, quorum, threshold, secrecy, ...rest } =
      checkedProposal(fields, { rules, now, kept: [] });
    const days = Math.max(1, Math.round((rest.closes_at.getTime() - now.getTime()) / DAY));
    const question = { template, method, settings, options, reasons, quorum, threshold, secrecy };
    return { title, body, ...question, showResults: rest.show_results, days };
  }

  private async add(
    tx: EntityManager,
    { groupId, name, kept, by }: { groupId: string; name: string; kept: Kept; by: string },
  ): Promise<string> {
    const held = await row<{ n: number }>(tx, 'SELECT count(*)::int AS n FROM proposal_template WHERE group_id = $1', [
      groupId,
    ]);
    if (held!.n >= MOST) throw new Conflict(say`A group keeps ${MOST} templates at most. Remove one that nobody uses.`);
    const id = newId();
    await rows(tx, 'INSERT INTO proposal_template (id, group_id, name, kept, made_by) VALUES ($1, $2, $3, $4, $5)', [
      id,
      groupId,
      name,
      JSON.stringify(kept),
      by,
    ]);
    return id;
  }

  private async change(
    tx: EntityManager,
    { id, groupId, name, kept }: { id: string; groupId: string; name: string; kept: Kept },
  ): Promise<string> {
    const changed = isId(id)
      ? await rows(
          tx,
          'UPDATE proposal_template SET name = $3, kept = $4 WHERE id = $1 AND group_id = $2 RETURNING id',
          [id, groupId, name, JSON.stringify(kept)],
        )
      : [];
    if (changed.length === 0) throw new NotFound();
    return id;
  }
}

/** An option as it will be asked: nobody has added or withdrawn it. */
function optionView({ cost, stretch: _, role, prompt, personId, ...option }: StoredOption): ProposalOption {
  return {
    ...option,
    stretch: null,
    role: role ?? null,
    prompt: prompt ?? '',
    cost: cost ? moneyValue(cost.minor, cost.currency) : null,
    personId: personId ?? null,
    addedAt: null,
    withdrawn: false,
    mayWithdraw: false,
  };
}
