// What others may use of groups: groups, the roll, duties, rulebook, invitations.
export { GroupsModule } from './groups.module.ts';
export { Agreements } from './agreements.service.ts';
export { DutyOffers } from './duty-offers.service.ts';
export { type Ending, Endings } from './endings.ts';
export { Group } from './group.entity.ts';
export { GroupBeginnings } from './group-beginnings.ts';
export { GroupDoors } from './group-doors.service.ts';
export { GroupsService } from './groups.service.ts';
export { groupIdOf, GroupsStore } from './groups.store.ts';
export { dutyKinds, GroupView, RollEntry } from './groups.graphql.ts';
export { Invitations } from './invitations.service.ts';
export { MembershipService } from './membership.service.ts';
export { Roll } from './roll.service.ts';
export { Rulebooks } from './rulebooks.service.ts';
export { shareStanding } from './shared-standing.ts';
