import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { rulesHash, textHash } from '../hashes.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import type { ProposalRow } from '../proposals.store.ts';
import { amendedQuestion, standingOptions } from './amended-question.ts';
import { keepAsked } from './asked.ts';
import { askedChanges } from './asked-changes.ts';
import { EffectAmendments } from './effect-amendments.service.ts';
import type { AmendProposalInput } from './life.graphql.ts';
import { Objections } from './objections.service.ts';
import { keepText } from './texts.ts';

/** So long everybody has at least for a new text, in milliseconds. */
const LEAST_MS = 72 * 3_600_000;
const MINUTE = 60_000;

/** What else an amendment touches: the objections that it takes up, and what follows. */
@Injectable()
export class AmendmentParts {
  constructor(
    readonly objections: Objections,
    readonly effects: EffectAmendments,
  ) {}
}

/** Changes the words, options and effects of an open named vote: a new version, and once there are ballots a new round in which everybody is asked again. */
@Injectable()
export class Amendments {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly parts: AmendmentParts,
  ) {}

  /**
   * Puts a new text, other options or other effects in place of version `textVersion`; objections that it takes up are named in `integrates`. Throws
   * CONFLICT where the vote is not open, secret, or was amended meanwhile, and BAD_USER_INPUT where nothing changes or something does not fit.
   */
  async amend(actor: Actor, input: AmendProposalInput): Promise<void> {
    const words = {
      title: requiredName('title', input.title, { what: 'The title', max: 200 }),
      body: longText('body', input.body, { what: 'The text', max: 20_000 }),
      note: longText('note', input.note, { what: 'What has changed', max: 500 }),
    };
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, input.id);
      const own = proposal.author_id === actor.personId;
      await this.policy.require(tx, actor, 'proposal.amendOpen', { groupId: proposal.group_id, own });
      const now = await this.clock.now(tx);
      checkAmendable(proposal, { input, now });
      const isVotedOn = await this.hasBallots(tx, proposal);
      const asked = input.options ? amendedQuestion(proposal, input.options, now) : proposal;
      const next = {
        ...asked,
        ...words,
        text_version: proposal.text_version + 1,
        round: proposal.round + (isVotedOn ? 1 : 0),
        closes_at: isVotedOn ? laterOf(proposal.closes_at, now) : proposal.closes_at,
      };
      const integrated = await this.parts.objections.integrate(tx, actor, { proposal, ids: input.integrates ?? [] });
      const before = {
        options: standingOptions(proposal),
        effects: await this.parts.effects.standing(tx, proposal.id),
      };
      await this.write(tx, next);
      const effects = await this.parts.effects.write(tx, next, input.effects ?? []);
      const changes = askedChanges(before, { options: standingOptions(next), effects });
      if (changes.length === 0 && proposal.title === words.title && proposal.body === words.body)
        throw new BadInput('body', 'Nothing has changed yet.');
      const hash = rulesHash(next, next.rules!, { mandate: next.mandate!, effects });
      await rows(tx, 'UPDATE proposal SET rules_hash = $2 WHERE id = $1', [next.id, hash]);
      await keepAsked(tx, next, { effects, hash, changes });
      await keepText(tx, next, { byId: actor.personId, note: words.note });
      await this.tell(tx, actor, { proposal, next, hash, facts: { integrated }, isVotedOn });
    });
  }

  private async write(tx: EntityManager, next: ProposalRow): Promise<void> {
    const columns = {
      title: next.title,
      body: next.body,
      body_html: renderMarkdown(next.body),
      text_version: next.text_version,
      round: next.round,
      closes_at: next.closes_at,
      options: JSON.stringify(next.options),
      settings: JSON.stringify(next.settings),
      rules: JSON.stringify(next.rules),
      withdrawn_options: JSON.stringify(next.withdrawn_options),
    };
    const sets = Object.keys(columns).map((name, at) => `${name} = $${at + 2}`);
    await rows(
      tx,
      `UPDATE proposal SET ${sets.join(', ')}, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [next.id, ...Object.values(columns)],
    );
  }

  /** The log has both hashes: what stood to the vote before, and what does now. */
  private async tell(
    tx: EntityManager,
    actor: Actor,
    {
      proposal,
      next,
      hash,
      facts,
      isVotedOn,
    }: {
      proposal: ProposalRow;
      next: ProposalRow;
      hash: Buffer;
      facts: Record<string, number>;
      isVotedOn: boolean;
    },
  ): Promise<void> {
    const of = { groupId: next.group_id, proposalId: next.id };
    await this.records.log(tx, actor, {
      ...of,
      type: 'proposal.amended',
      facts: {
        version: next.text_version,
        round: next.round,
        text: textHash(next).toString('hex'),
        rulesBefore: proposal.rules_hash!.toString('hex'),
        rules: hash.toString('hex'),
        closesAt: next.closes_at.toISOString(),
        ...facts,
      },
    });
    await this.records.announce(tx, 'ProposalAmended', of, { round: next.round, isVotedOn });
  }

  private async hasBallots(tx: EntityManager, { id, round }: ProposalRow): Promise<boolean> {
    const found = await row(
      tx,
      'SELECT 1 FROM ballot WHERE proposal_id = $1 AND round = $2 AND is_current AND choice IS NOT NULL LIMIT 1',
      [id, round],
    );
    return found !== null;
  }
}

function checkAmendable(proposal: ProposalRow, { input, now }: { input: AmendProposalInput; now: Date }): void {
  if (proposal.status !== 'open' || proposal.closes_at <= now)
    throw new Conflict('A text is amended while its vote is open.');
  if (proposal.secrecy !== 'named')
    throw new Conflict('A secret vote cannot be asked again. Withdraw it and put a new one.');
  // The person concerned has replied to these words and to no others.
  if (proposal.members_only)
    throw new Conflict('What is decided about a person keeps its words. Withdraw it and begin a new case.');
  if (proposal.text_version !== input.textVersion)
    throw new Conflict('The text was changed elsewhere in the meantime. Yours is kept here; reload to see the other.');
}

function laterOf(closesAt: Date, now: Date): Date {
  const least = Math.ceil((now.getTime() + LEAST_MS) / MINUTE) * MINUTE;
  return new Date(Math.max(closesAt.getTime(), least));
}
