// Keeps the page at the door alive without a connection, and nothing else: its shell and the built files it runs on. No answer of the
// server is kept here; what the phone knows of the list stands in its own store.
const KEPT = 'door-1';
const SHELL = '/e/shell/door';
const isDoor = (url) => /^\/e\/[^/]+\/door$/.test(url.pathname);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  if (event.data?.kind !== 'keep') return;
  event.waitUntil(keep(event.data.urls));
});

async function keep(urls) {
  const cache = await caches.open(KEPT);
  const old = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  // Asked without a cookie the server answers as to a stranger: the bare shell, whatever the address.
  await cache.add(new Request(SHELL, { credentials: 'omit', cache: 'reload' }));
  await cache.addAll(urls.filter((url) => !old.includes(url)));
  for (const path of old) if (path !== SHELL && !urls.includes(path)) await cache.delete(path);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && isDoor(url)) event.respondWith(self.fetch(request).catch(() => kept(SHELL)));
  else if (request.mode !== 'navigate' && !/^\/(graphql|live|files|l|c)(\/|$)/.test(url.pathname))
    event.respondWith(fetchOrKept(request, url));
});

async function kept(path) {
  return (await (await caches.open(KEPT)).match(path)) ?? Response.error();
}

// Built files carry their content in their names: what is kept is right. The rest is asked for first.
async function fetchOrKept(request, url) {
  if (url.pathname.startsWith('/assets/')) {
    const found = await (await caches.open(KEPT)).match(url.pathname);
    if (found) return found;
  }
  return self.fetch(request).catch(() => kept(url.pathname));
}
