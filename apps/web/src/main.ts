import './ui/styles.css';
import urql from '@urql/vue';
import { createApp } from 'vue';
import App from './App.vue';
import { client } from './platform/graphql.ts';
import { renewWhenOutdated } from './platform/newer.ts';
import { makeRouter } from './platform/router.ts';
import { currentViewer, setViewer } from './platform/session.ts';
import { firstLocale, i18n, isLocale, showLocale } from './platform/words.ts';
import { recall } from './platform/storage.ts';
import { loadViewer } from './features/session/viewer.ts';
import { routes } from './pages/routes.ts';

async function start(): Promise<void> {
  const router = makeRouter(routes);
  renewWhenOutdated(router);
  // The kitchen shows every part in every state; a production build has no trace of it.
  if (import.meta.env.MODE !== 'production') {
    const { kitchenRoutes } = await import('./kitchen/kitchen.routes.ts');
    for (const route of kitchenRoutes) router.addRoute(route);
  }
  await Promise.all([showLocale(firstLocale()), loadViewer().catch(() => setViewer(null))]);
  const own = currentViewer.value?.locale;
  if (own && isLocale(own) && !recall('local', 'locale')) await showLocale(own);
  const app = createApp(App).use(i18n).use(router).use(urql, client);
  await router.isReady();
  app.mount('#app');
}

void start();
