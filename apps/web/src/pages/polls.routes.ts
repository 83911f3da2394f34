import type { RouteRecordRaw } from 'vue-router';

const meta = { section: 'calendar' } as const;

export const pollRoutes: readonly RouteRecordRaw[] = [
  { path: '/d/:id', name: 'poll', component: () => import('./DatePollPage.vue'), meta },
  { path: '/d/:id/edit', name: 'poll-edit', component: () => import('./DatePollEditPage.vue'), meta },
  { path: '/g/:handle/polls/new', name: 'poll-new', component: () => import('./DatePollNewPage.vue'), meta },
];
