import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { ActorSource, readerLocale } from '../actor.ts';
import type { Config } from '../config.ts';
import { KnownQueries } from '../graphql/known-queries.ts';
import { term } from '../words/words.ts';

const contentPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['vue', 'dompurify', 'app'],
  },
};

/** Routes that never read a cookie and may be posted to from anywhere. */
const cookieless = [/^\/l\/[\w-]+\/unsubscribe$/, /^\/webhooks\/cards$/];

/** What a webhook may be long; its bytes stay as they came, because they are what is signed. */
const WEBHOOK_BYTES = '256kb';

/** Everything between the socket and the routes: ids, headers, origin, actor, limits of the body. */
export function harden(app: NestExpressApplication, config: Config): void {
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies.length > 0 ? config.trustedProxies : false);
  app.set('query parser', 'simple');
  app.use(requestIds);
  app.use(
    helmet({
      contentSecurityPolicy: contentPolicy,
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: config.baseUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    }),
  );
  app.use('/sw.js', workerHeaders);
  app.use(compressed());
  app.use(ownOrigin(config));
  if (config.card) app.use('/webhooks/cards', express.raw({ type: () => true, limit: WEBHOOK_BYTES }));
  app.useBodyParser('json', { limit: '200kb' });
  app.useBodyParser('urlencoded', { limit: '100kb', extended: false });
  const actors = app.get(ActorSource);
  app.use((request: Request, response: Response, next: NextFunction) => {
    actors.of(request).then((actor) => {
      request.actor = actor;
      next();
    }, next);
  });
  app.use('/graphql', app.get(KnownQueries).middleware);
}

/** A worker under the pages' policy would start and keep nothing: what it may do is fetch from here. */
function workerHeaders(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'; connect-src 'self'");
  response.setHeader('Cache-Control', 'no-cache');
  next();
}

/** Compresses for those who can read it. Whoever does not say so is spared the weighing, but caches are told all the same. */
function compressed() {
  const compress = compression({
    filter: (request, response) => request.path !== '/live' && compression.filter(request, response),
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    response.vary('Accept-Encoding');
    if (request.headers['accept-encoding']) compress(request, response, next);
    else next();
  };
}

function requestIds(request: Request, response: Response, next: NextFunction): void {
  request.requestId = randomUUID();
  response.setHeader('x-request-id', request.requestId);
  if (
    /charset=/i.test(request.headers['content-type'] ?? '') &&
    !/charset="?utf-8"?/i.test(request.headers['content-type'] ?? '')
  ) {
    response.status(415).type('text/plain').send('Send UTF-8.');
    return;
  }
  next();
}

/** Changes come from our own pages: `Sec-Fetch-Site` says same-origin or `Origin` is ours; a cookie with neither is refused. */
function ownOrigin(config: Config) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead || cookieless.some((route) => route.test(request.path)) || isOwn(request, config)) return next();
    const message = term('This request came from another site.').in(readerLocale(request));
    response.status(403).json({ message, code: 'FORBIDDEN' });
  };
}

function isOwn(request: Request, config: Config): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site) return site === 'same-origin' || (site === 'none' && !request.headers.origin);
  const origin = request.headers.origin;
  if (origin) return origin === config.baseUrl || origin === `${request.protocol}://${request.headers.host}`;
  return !request.headers.cookie;
}
