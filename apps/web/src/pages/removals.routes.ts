import type { RouteRecordRaw } from 'vue-router';

export const removalRoutes: readonly RouteRecordRaw[] = [
  { path: '/g/:handle/removals/new', name: 'removal-new', component: () => import('./RemovalNewPage.vue') },
  { path: '/g/:handle/removals/:id', name: 'removal', component: () => import('./RemovalPage.vue') },
  { path: '/removal/:token', name: 'removal-by-link', component: () => import('./RemovalByLinkPage.vue') },
];
