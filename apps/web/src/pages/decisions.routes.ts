import type { RouteRecordRaw } from 'vue-router';

const meta = { section: 'decisions' } as const;

export const decisionRoutes: readonly RouteRecordRaw[] = [
  { path: '/p/:id', name: 'decision', component: () => import('./DecisionPage.vue'), meta },
  { path: '/p/:id/board', name: 'decision-board', component: () => import('./DecisionBoardPage.vue'), meta },
  { path: '/p/:id/edit', name: 'decision-edit', component: () => import('./DecisionEditPage.vue'), meta },
  { path: '/stand/:token', name: 'stand-by-link', component: () => import('./StandByLinkPage.vue') },
  { path: '/vote/:token', name: 'vote-by-link', component: () => import('./VoteByLinkPage.vue') },
  { path: '/p/:id/record', name: 'decision-record', component: () => import('./DecisionRecordPage.vue'), meta },
  { path: '/g/:handle/decisions', name: 'group-decisions', component: () => import('./DecisionsPage.vue'), meta },
  { path: '/g/:handle/decisions/new', name: 'decision-new', component: () => import('./DecisionNewPage.vue'), meta },
];
