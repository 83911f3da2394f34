import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Person } from '../identity/index.ts';
import { Fault } from '../platform/graphql/fault.ts';
import { Group, visibilities, type Visibility } from './group.entity.ts';
import { say } from '../platform/words/words.ts';

export const dutyKinds = { ORGANISER: 'organiser', TREASURER: 'treasurer', STEWARD: 'steward' } as const;
export type DutyKind = (typeof dutyKinds)[keyof typeof dutyKinds];
registerEnumType(dutyKinds, { name: 'Duty' });

export const standingKinds = {
  NONE: 'none',
  INVITED: 'invited',
  APPLYING: 'applying',
  MEMBER: 'member',
  PAUSED: 'paused',
  SUSPENDED: 'suspended',
  LAPSED: 'lapsed',
} as const;
registerEnumType(standingKinds, { name: 'Standing' });

/** What the viewer may do in a group: which buttons exist. */
@ObjectType()
export class GroupRights {
  @Field(() => Boolean) readContent: boolean;
  @Field(() => Boolean) readRoll: boolean;
  @Field(() => Boolean) readBook: boolean;
  @Field(() => Boolean) createEvent: boolean;
  @Field(() => Boolean) importEvents: boolean;
  @Field(() => Boolean) createProposal: boolean;
  @Field(() => Boolean) submitExpense: boolean;
  @Field(() => Boolean) recordContribution: boolean;
  @Field(() => Boolean) invite: boolean;
  @Field(() => Boolean) createInviteLink: boolean;
  @Field(() => Boolean) giveDuty: boolean;
  @Field(() => Boolean) approveMembers: boolean;
  @Field(() => Boolean) updateSettings: boolean;
  @Field(() => Boolean) join: boolean;
  @Field(() => Boolean) exportBook: boolean;
}

/** A group as the viewer sees it, with where they stand in it. */
@ObjectType()
export class GroupView extends Group {
  @Field(() => standingKinds) standing: string;
  @Field(() => [dutyKinds]) myDuties: string[];
  @Field(() => Int, { nullable: true }) memberCount: number | null;
  @Field(() => GroupRights) can: GroupRights;
  @Field(() => String, { description: 'open, approval or invited.' }) joining: string;
  @Field(() => Int) applicants: number;
}

@ObjectType()
export class RollEntry {
  @Field(() => ID) membershipId: string;
  @Field(() => Person) person: Person;
  @Field(() => standingKinds) standing: string;
  @Field(() => Date) since: Date;
  @Field(() => [dutyKinds]) duties: string[];
  @Field(() => String, { nullable: true }) statement: string | null;
}

/** Somebody who asks to join a group, for those who may let them in. */
@ObjectType()
export class Applicant {
  @Field(() => ID) membershipId: string;
  @Field(() => ID) groupId: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => String, { nullable: true }) statement: string | null;
  @Field(() => Date) since: Date | string;
}

@ObjectType()
export class Invitation {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true, description: 'Shown to the person who invited only.' }) email: string | null;
  @Field(() => String) inviter: string;
  @Field(() => Int) uses: number;
  @Field(() => Int) maxUses: number;
  @Field(() => Date) expiresAt: Date;
}

@ObjectType()
export class InvitationPreview {
  @Field(() => String) handle: string;
  @Field(() => String) name: string;
  @Field(() => String) summary: string;
  @Field(() => String) color: string;
  @Field(() => String) inviter: string;
}

@ObjectType()
export class InviteLink {
  @Field(() => String, { description: 'Shown once.' }) url: string;
  @Field(() => Date) expiresAt: Date;
}

@InputType()
export class CreateGroupInput {
  @Field(() => String) name: string;
  @Field(() => String) handle: string;
  @Field(() => String, { nullable: true }) summary?: string | null;
  @Field(() => String, { nullable: true }) color?: string | null;
  @Field(() => String) currency: string;
  @Field(() => String) zone: string;
  @Field(() => String, { nullable: true }) locale?: string | null;
  @Field(() => visibilities) visibility: Visibility;
  @Field(() => String, { nullable: true, description: 'friends, club (default) or association.' }) preset?:
    | string
    | null;
}

@InputType()
export class UpdateGroupInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => String, { nullable: true }) name?: string | null;
  @Field(() => String, { nullable: true }) summary?: string | null;
  @Field(() => String, { nullable: true }) about?: string | null;
  @Field(() => String, { nullable: true }) color?: string | null;
}

@InputType()
export class InviteByEmailInput {
  @Field(() => ID) groupId: string;
  @Field(() => [String]) emails: string[];
}

@InputType()
export class CreateInviteLinkInput {
  @Field(() => ID) groupId: string;
  @Field(() => Int) maxUses: number;
  @Field(() => Int) days: number;
}

@InputType()
export class DutyInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID) personId: string;
  @Field(() => dutyKinds) duty: DutyKind;
}

@InputType()
export class EndDutyInput extends DutyInput {
  @Field(() => String, { nullable: true, description: "Needed where the duty is not one's own: its holder reads it." })
  reason?: string | null;
}

@ObjectType({ implements: () => [Fault] })
export class HandleTaken extends Fault {
  @Field(() => String) suggestion: string;
  constructor(handle: string, suggestion: string) {
    super(say`The address "${handle}" is taken. "${suggestion}" is free.`);
    this.suggestion = suggestion;
  }
}

export const CreateGroupResult = createUnionType({
  name: 'CreateGroupResult',
  types: () => [Group, HandleTaken] as const,
});
