import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { DelegationsStore } from '../delegations/delegations.store.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import { ElectorRemindersStore, type ReminderKind } from './elector-reminders.store.ts';
import type { ElectorReminder } from './reminders.graphql.ts';

/** Mails of one happening are written in one transaction; a large electorate is told in parts. */
const PART = 200;

/** Where reminders read and write. */
@Injectable()
export class ElectorReminderParts {
  constructor(
    readonly store: ElectorRemindersStore,
    readonly delegations: DelegationsStore,
  ) {}
}

/** Reminders to those who have not voted: once by themselves before the end, and by hand once a day. */
@Injectable()
export class ElectorReminders implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly jobs: Jobs,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly parts: ElectorReminderParts,
  ) {}

  onModuleInit(): void {
    this.jobs.every('vote-reminders', '* * * * *', () => this.remindDue());
  }

  /** Reminds of every vote that closes soon. A second run, or one in another process, tells nobody twice. */
  async remindDue(): Promise<void> {
    for (const { id, group_id: groupId } of await this.parts.store.closing(this.database.reads))
      await this.database.transaction(async (tx) => {
        await this.announce(
          tx,
          { id, groupId, kind: 'closing' },
          await this.parts.store.tellUndecided(tx, id, 'closing'),
        );
      });
  }

  /** Sends a reminder by hand, or says whom it would reach. Throws CONFLICT within a day of the last, and for secret votes. */
  async remind(actor: Actor, id: string, dryRun: boolean): Promise<ElectorReminder> {
    return this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, id, dryRun ? 'FOR SHARE' : 'FOR UPDATE');
      const { group_id: groupId, author_id: authorId } = proposal;
      await this.policy.require(tx, actor, 'proposal.remind', { groupId, own: authorId === actor.personId });
      if (proposal.status !== 'open') throw new Conflict('Nobody is waited for: the vote is not open.');
      if (proposal.secrecy !== 'named')
        throw new Conflict('In a secret vote reminders go out by themselves, so that nobody learns who has voted.');
      const { electors, undecided, turns, next_at: nextAt } = await this.parts.store.audience(tx, id);
      const speakers = await this.parts.delegations.speakers(tx, id);
      const delegating = undecided.filter((one) => speakers.has(one)).length;
      const view = { proposalId: id, electors, undecided: undecided.length, delegating, nextAt };
      if (dryRun) return { ...view, sent: false };
      if (nextAt) throw new Conflict('They were reminded within the last day already. Once a day is enough.');
      if (undecided.length === 0) throw new Conflict('Everybody has voted. There is nobody to remind.');
      const told = await this.parts.store.tellUndecided(tx, id, 'asked', turns + 1);
      await this.announce(tx, { id, groupId, kind: 'asked' }, told);
      await this.records.log(tx, actor, {
        groupId,
        type: 'proposal.reminded',
        proposalId: id,
        facts: { people: told.length },
      });
      return { ...view, sent: true };
    });
  }

  private async announce(
    tx: EntityManager,
    of: { id: string; groupId: string; kind: ReminderKind },
    told: readonly string[],
  ): Promise<void> {
    for (let at = 0; at < told.length; at += PART)
      await this.records.remind(tx, { ...of, proposalId: of.id, personIds: told.slice(at, at + PART) });
  }
}
