// What others may use of discussions: others hang a talk on their own things.
export { DiscussionsModule } from './discussions.module.ts';
export { DiscussionsService } from './discussions.service.ts';
export { TalkParents } from './talk-parents.ts';
