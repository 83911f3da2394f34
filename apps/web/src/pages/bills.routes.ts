import type { RouteRecordRaw } from 'vue-router';

const meta = { section: 'book' } as const;

export const billRoutes: readonly RouteRecordRaw[] = [
  { path: '/g/:handle/bills', name: 'group-bills', component: () => import('./SplitsPage.vue'), meta },
  { path: '/g/:handle/bills/new', name: 'split-new', component: () => import('./SplitNewPage.vue'), meta },
  { path: '/bills/:id', name: 'split', component: () => import('./SplitPage.vue'), meta },
  { path: '/bills/:id/add', name: 'bill-new', component: () => import('./BillNewPage.vue'), meta },
];
