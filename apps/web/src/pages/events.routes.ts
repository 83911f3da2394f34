import type { RouteRecordRaw } from 'vue-router';

const meta = { section: 'calendar' } as const;

export const eventRoutes: readonly RouteRecordRaw[] = [
  { path: '/e/:id', name: 'event', component: () => import('./EventPage.vue'), meta },
  { path: '/e/:id/door', name: 'event-door', component: () => import('./DoorPage.vue'), meta },
  { path: '/e/:id/answers', name: 'event-answers', component: () => import('./EventAnswersPage.vue'), meta },
  { path: '/e/:id/money', name: 'event-money', component: () => import('./EventMoneyPage.vue'), meta },
  { path: '/e/:id/edit', name: 'event-edit', component: () => import('./EventEditPage.vue'), meta },
  { path: '/g/:handle/events/new', name: 'event-new', component: () => import('./EventNewPage.vue'), meta },
  { path: '/g/:handle/events/plans', name: 'event-plans', component: () => import('./EventPlansPage.vue'), meta },
  { path: '/g/:handle/calendar', name: 'group-calendar', component: () => import('./CalendarPage.vue'), meta },
  { path: '/g/:handle/import', name: 'group-import', component: () => import('./ImportPage.vue'), meta },
];
