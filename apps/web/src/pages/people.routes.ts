import type { RouteRecordRaw } from 'vue-router';

export const peopleRoutes: readonly RouteRecordRaw[] = [
  { path: '/claim/:code', name: 'claim', component: () => import('./ClaimPage.vue') },
  { path: '/signin', name: 'sign-in', component: () => import('./SignInPage.vue') },
  { path: '/join/:token', name: 'join', component: () => import('./JoinPage.vue') },
  { path: '/inbox', name: 'inbox', component: () => import('./InboxPage.vue') },
  { path: '/settings', name: 'settings', component: () => import('./SettingsPage.vue') },
  { path: '/operator', name: 'operator', component: () => import('./OperatorPage.vue') },
];
