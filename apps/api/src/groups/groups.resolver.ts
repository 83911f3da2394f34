import { Args, Context, ID, Int, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Viewer } from '../identity/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { Group } from './group.entity.ts';
import {
  Applicant,
  CreateGroupInput,
  CreateGroupResult,
  CreateInviteLinkInput,
  DutyInput,
  EndDutyInput,
  GroupView,
  HandleTaken,
  Invitation,
  InvitationPreview,
  InviteByEmailInput,
  InviteLink,
  RollEntry,
  UpdateGroupInput,
} from './groups.graphql.ts';
import { GroupPages } from './group-pages.service.ts';
import { GroupsService } from './groups.service.ts';
import { Invitations } from './invitations.service.ts';
import { MembershipService } from './membership.service.ts';

@Resolver(() => Group)
export class GroupsResolver {
  constructor(
    private readonly pages: GroupPages,
    private readonly groups: GroupsService,
    private readonly members: MembershipService,
    private readonly invitationsService: Invitations,
  ) {}

  @Op('group.card.read')
  @Query(() => GroupView, { nullable: true })
  group(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<GroupView | null> {
    return this.pages.group(actor, handle);
  }

  @Op('group.card.read')
  @Query(() => [Group], { description: 'Open and closed groups of this instance.' })
  discoverGroups(@Context('actor') actor: Actor): Promise<Group[]> {
    return this.pages.discover(actor);
  }

  @Op('membership.list')
  @Query(() => [RollEntry])
  roll(@Context('actor') actor: Actor, @Args('groupId', { type: () => ID }) groupId: string): Promise<RollEntry[]> {
    return this.pages.roll(actor, groupId);
  }

  @Op('membership.candidate.read')
  @Query(() => [Applicant], { description: 'People who ask to join, in the groups where I may let them in.' })
  applicantsWaiting(@Context('actor') actor: Actor): Promise<Applicant[]> {
    return this.pages.applicants(actor);
  }

  @Op('invite.list')
  @Query(() => [Invitation])
  invitations(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<Invitation[]> {
    return this.pages.invitations(actor, groupId);
  }

  @Op('invite.preview')
  @Query(() => InvitationPreview, { nullable: true })
  invitation(@Args('token', { type: () => String }) token: string): Promise<InvitationPreview | null> {
    return this.pages.invitation(token);
  }

  @Op('group.create')
  @Mutation(() => CreateGroupResult)
  createGroup(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CreateGroupInput }) input: CreateGroupInput,
  ): Promise<Group | HandleTaken> {
    return this.groups.create(actor, input);
  }

  @Op('group.settings.update')
  @Mutation(() => Group)
  updateGroup(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => UpdateGroupInput }) input: UpdateGroupInput,
  ): Promise<Group> {
    return this.groups.update(actor, input);
  }

  @Op('membership.request')
  @Mutation(() => Boolean)
  async joinGroup(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('statement', { type: () => String, nullable: true }) statement?: string,
  ): Promise<boolean> {
    await this.members.join(actor, groupId, statement ?? null);
    return true;
  }

  @Op('invite.redeem')
  @Mutation(() => String, { description: 'The handle of the group joined.' })
  redeemInvitation(
    @Context('actor') actor: Actor,
    @Args('token', { type: () => String }) token: string,
  ): Promise<string> {
    return this.members.redeem(actor, token);
  }

  @Op('membership.leave')
  @Mutation(() => Boolean)
  async leaveGroup(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<boolean> {
    await this.members.leave(actor, groupId);
    return true;
  }

  @Op('membership.approve')
  @Mutation(() => Boolean)
  async answerApplicant(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('personId', { type: () => ID }) personId: string,
    @Args('admit', { type: () => Boolean }) admit: boolean,
  ): Promise<boolean> {
    await this.members.answer(actor, { groupId, personId }, admit);
    return true;
  }

  @Op('duty.give')
  @Mutation(() => Boolean)
  async giveDuty(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => DutyInput }) input: DutyInput,
  ): Promise<boolean> {
    await this.members.giveDuty(actor, input);
    return true;
  }

  @Op('duty.end')
  @Mutation(() => Boolean)
  async endDuty(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => EndDutyInput }) input: EndDutyInput,
  ): Promise<boolean> {
    await this.members.endDuty(actor, input);
    return true;
  }

  @Op('invite.email.create')
  @Mutation(() => Int, { description: 'How many invitations went out.' })
  inviteByEmail(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => InviteByEmailInput }) input: InviteByEmailInput,
  ): Promise<number> {
    return this.invitationsService.byEmail(actor, input);
  }

  @Op('invite.link.create')
  @Mutation(() => InviteLink)
  createInviteLink(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CreateInviteLinkInput }) input: CreateInviteLinkInput,
  ): Promise<InviteLink> {
    return this.invitationsService.link(actor, input);
  }

  @Op('invite.revoke')
  @Mutation(() => Boolean)
  async revokeInvitation(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.invitationsService.revoke(actor, id);
    return true;
  }
}

@Resolver(() => Viewer)
export class ViewerGroupsResolver {
  constructor(private readonly pages: GroupPages) {}

  @ResolveField(() => [Group])
  groups(@Context('actor') actor: Actor): Promise<Group[]> {
    return this.pages.mine(actor);
  }
}
