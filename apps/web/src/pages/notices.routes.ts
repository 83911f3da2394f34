import type { RouteRecordRaw } from 'vue-router';

const meta = { section: 'decisions' } as const;

export const noticeRoutes: readonly RouteRecordRaw[] = [
  { path: '/g/:handle/notices', name: 'group-notices', component: () => import('./NoticesPage.vue'), meta },
  { path: '/g/:handle/notices/new', name: 'notice-new', component: () => import('./NoticeNewPage.vue'), meta },
  { path: '/g/:handle/notices/:id', name: 'notice', component: () => import('./NoticePage.vue'), meta },
  { path: '/g/:handle/notices/:id/edit', name: 'notice-edit', component: () => import('./NoticeEditPage.vue'), meta },
];
