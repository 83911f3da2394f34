import type { RouteRecordRaw } from 'vue-router';

export const groupRoutes: readonly RouteRecordRaw[] = [
  { path: '/explore', name: 'explore', component: () => import('./ExplorePage.vue') },
  { path: '/groups/new', name: 'group-new', component: () => import('./GroupNewPage.vue') },
  { path: '/g/:handle', name: 'group', component: () => import('./GroupPage.vue'), meta: { section: 'home' } },
  { path: '/g/:handle/roll', name: 'group-roll', component: () => import('./RollPage.vue') },
  { path: '/g/:handle/delegations', name: 'group-delegations', component: () => import('./DelegationsPage.vue') },
  { path: '/g/:handle/rules', name: 'group-rules', component: () => import('./RulesPage.vue') },
  { path: '/g/:handle/about', name: 'group-about', component: () => import('./GroupAboutPage.vue') },
];
