// What others may use of notices: their announcement, which begins the time to object, and the services that act for people.
export { NoticesModule } from './notices.module.ts';
export { NoticeObjections } from './notice-objections.service.ts';
export { NoticePosting } from './notice-posting.service.ts';
export { NoticeWindows } from './notice-windows.service.ts';
