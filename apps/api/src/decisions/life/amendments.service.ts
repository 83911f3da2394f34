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
import { textHash } from '../hashes.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import type { ProposalRow } from '../proposals.store.ts';
import type { AmendProposalInput } from './life.graphql.ts';
import { Objections } from './objections.service.ts';
import { keepText } from './texts.ts';

/** So long everybody has at least for a new text, in milliseconds. */
const LEAST_MS = 72 * 3_600_000;
const MINUTE = 60_000;

interface Words {
  readonly title: string;
  readonly body: string;
  readonly note: string;
}

/** Changes the words of an open named vote: a new version, and once there are ballots a new round in which everybody is asked again. */
@Injectable()
export class Amendments {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly objections: Objections,
  ) {}

  /**
   * Puts a new text in place of version `textVersion`; objections that it takes up are named in `integrates`. Throws CONFLICT where the vote is
   * not open, secret, or was amended meanwhile, and BAD_USER_INPUT where nothing changes.
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
      checkAmendable(proposal, { input, words, now });
      const isVotedOn = await this.hasBallots(tx, proposal);
      const next = {
        ...proposal,
        ...words,
        text_version: proposal.text_version + 1,
        round: proposal.round + (isVotedOn ? 1 : 0),
      };
      const integrated = await this.objections.integrate(tx, actor, { proposal, ids: input.integrates ?? [] });
      const closesAt = isVotedOn ? laterOf(proposal.closes_at, now) : proposal.closes_at;
      await rows(
        tx,
        `UPDATE proposal SET title = $2, body = $3, body_html = $4, text_version = $5, round = $6, closes_at = $7, version = version + 1, updated_at = clock_now() WHERE id = $1`,
        [proposal.id, words.title, words.body, renderMarkdown(words.body), next.text_version, next.round, closesAt],
      );
      await keepText(tx, next, { byId: actor.personId, note: words.note });
      const of = { groupId: proposal.group_id, proposalId: proposal.id };
      await this.records.log(tx, actor, {
        ...of,
        type: 'proposal.amended',
        facts: {
          version: next.text_version,
          round: next.round,
          text: textHash(next).toString('hex'),
          integrated,
          closesAt: closesAt.toISOString(),
        },
      });
      await this.records.announce(tx, 'ProposalAmended', of, { round: next.round, isVotedOn });
    });
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

function checkAmendable(
  proposal: ProposalRow,
  { input, words, now }: { input: AmendProposalInput; words: Words; now: Date },
): void {
  if (proposal.status !== 'open' || proposal.closes_at <= now)
    throw new Conflict('A text is amended while its vote is open.');
  if (proposal.secrecy !== 'named')
    throw new Conflict('A secret vote cannot be asked again. Withdraw it and put a new one.');
  if (proposal.text_version !== input.textVersion)
    throw new Conflict('The text was changed elsewhere in the meantime. Yours is kept here; reload to see the other.');
  if (proposal.title === words.title && proposal.body === words.body)
    throw new BadInput('body', 'Nothing has changed yet.');
}

function laterOf(closesAt: Date, now: Date): Date {
  const least = Math.ceil((now.getTime() + LEAST_MS) / MINUTE) * MINUTE;
  return new Date(Math.max(closesAt.getTime(), least));
}
