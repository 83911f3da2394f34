import type { RouteRecordRaw } from 'vue-router';
import { billRoutes } from './bills.routes.ts';
import { decisionRoutes } from './decisions.routes.ts';
import { eventRoutes } from './events.routes.ts';
import { groupRoutes } from './groups.routes.ts';
import { homeRoutes } from './home.routes.ts';
import { moneyRoutes } from './money.routes.ts';
import { noticeRoutes } from './notices.routes.ts';
import { peopleRoutes } from './people.routes.ts';
import { pollRoutes } from './polls.routes.ts';
import { removalRoutes } from './removals.routes.ts';

const missing: RouteRecordRaw = {
  path: '/:rest(.*)*',
  name: 'not-found',
  component: () => import('./NotFoundPage.vue'),
};

/** Every area brings a file of its own and is named here. */
export const routes: readonly RouteRecordRaw[] = [
  ...homeRoutes,
  ...peopleRoutes,
  ...groupRoutes,
  ...eventRoutes,
  ...pollRoutes,
  ...decisionRoutes,
  ...moneyRoutes,
  ...billRoutes,
  ...noticeRoutes,
  ...removalRoutes,
  missing,
];
