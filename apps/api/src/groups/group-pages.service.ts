import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { GroupStanding } from '../platform/policy/standings.ts';
import type { Group } from './group.entity.ts';
import { GroupDoors } from './group-doors.service.ts';
import {
  type Applicant,
  type GroupRights,
  GroupView,
  type Invitation,
  type InvitationPreview,
  type RollEntry,
} from './groups.graphql.ts';
import { GroupsStore } from './groups.store.ts';

/** What only members see of the roll: who asks to belong, and whose membership has lapsed. */
const within: ReadonlySet<string> = new Set(['applying', 'lapsed']);

/** Reads for the pages of a group, each asking the table for the viewer's own standing. */
@Injectable()
export class GroupPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly doors: GroupDoors,
    private readonly store: GroupsStore,
  ) {}

  async group(actor: Actor, handle: string): Promise<GroupView | null> {
    const door = await this.doors.open(actor, handle);
    if (!door) return null;
    const { group, standing } = door;
    this.policy.requireWith(actor, 'group.card.read', { groupId: group.id, case: 'group' }, standing);
    const may = this.rights(actor, standing);
    const mayCount = this.policy.allows(actor, 'membership.count.read', { groupId: group.id, case: 'group' }, standing);
    return Object.assign(new GroupView(), group, {
      standing: standing.standing,
      myDuties: [...standing.duties],
      memberCount: mayCount ? door.members : null,
      can: may,
      joining: String(standing.rules['joining'] ?? 'approval'),
      applicants: may.approveMembers ? door.applicants : 0,
      ...(may.readContent ? {} : { about: '', aboutHtml: '' }),
    });
  }

  discover(actor: Actor): Promise<Group[]> {
    return this.store.discoverable(this.database.reads, actor);
  }

  async mine(actor: Actor): Promise<Group[]> {
    return actor.personId ? this.store.ofPerson(this.database.reads, actor.personId) : [];
  }

  /** Members see the roll; whoever asks to join or has lapsed is seen by members only, a statement by those who decide. */
  async roll(actor: Actor, groupId: string): Promise<RollEntry[]> {
    const standing = await this.policy.require(this.database.reads, actor, 'membership.list', {
      groupId,
      case: 'group',
    });
    const decides = this.policy.allows(actor, 'membership.approve', { groupId }, standing);
    const isMember = standing?.standing === 'member' || standing?.standing === 'paused';
    const entries = await this.store.roll(this.database.reads, groupId);
    return entries
      .filter((entry) => isMember || !within.has(entry.standing))
      .map((entry) => ({
        ...entry,
        statement: decides || entry.person.id === actor.personId ? entry.statement : null,
      }));
  }

  /** Who waits to be let in by this person, in all their groups. */
  async applicants(actor: Actor): Promise<Applicant[]> {
    return actor.personId ? this.store.applicantsFor(this.database.reads, actor) : [];
  }

  async invitations(actor: Actor, groupId: string): Promise<Invitation[]> {
    await this.policy.require(this.database.reads, actor, 'invite.list', { groupId });
    return this.store.invitations(this.database.reads, groupId, actor.personId);
  }

  invitation(token: string): Promise<InvitationPreview | null> {
    return this.store.invitationPreview(this.database.reads, token);
  }

  private rights(actor: Actor, standing: GroupStanding): GroupRights {
    const { groupId } = standing;
    const may = (operation: Parameters<Policy['allows']>[1], subject: object = {}): boolean =>
      this.policy.allows(actor, operation, { groupId, ...subject }, standing);
    return {
      readContent: may('group.content.read', { case: 'group' }),
      readRoll: may('membership.list', { case: 'group' }),
      readBook: may('book.summary.read', { case: 'group' }),
      createEvent: may('event.create'),
      importEvents: may('event.import'),
      createProposal: may('proposal.create'),
      submitExpense: may('expense.submit'),
      recordContribution: may('contribution.record'),
      invite: may('invite.email.create'),
      createInviteLink: may('invite.link.create'),
      giveDuty: may('duty.give', { flags: { 'rule:duty.by': standing.rules['duty.by'] === 'steward' } }),
      approveMembers: may('membership.approve'),
      updateSettings: may('group.settings.update'),
      join: standing.standing === 'none' && standing.visibility !== 'secret' && standing.rules['joining'] !== 'invited',
      exportBook: may('book.export'),
    };
  }
}
