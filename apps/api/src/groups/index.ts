// What others may use of groups: groups, the roll, duties, rulebook, invitations.
export { GroupsModule } from './groups.module.ts';
export { Group } from './group.entity.ts';
