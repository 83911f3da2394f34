import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { basename, extname, join, normalize } from 'node:path';
import type axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Where this machine keeps its Chromium, or null. */
export function findChromium(): string | null {
  const places = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return places.find((place) => place && existsSync(place)) ?? null;
}

const flags =
  '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Starts the browser. Without one: a loud line and null, but an error where CI counts on it. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = findChromium();
  if (executablePath) return chromium.launch({ executablePath, args: flags.split(' ') });
  if (process.env['CI']) throw new Error('No Chromium found: set CHROMIUM_PATH or install chromium.');
  console.warn('SKIPPED: no Chromium on this machine, so nothing was looked at in a browser.');
  return null;
}

export interface Look {
  readonly width: number;
  readonly theme: 'light' | 'dark';
  /** What is coloured is looked at in this theme too. */
  readonly alsoIn?: 'light' | 'dark';
  readonly locale?: string;
  readonly zone?: string;
  /** Only where a worker is what is looked at. */
  readonly serviceWorkers?: 'allow';
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, refusals of the content policy, uncaught errors and requests to other origins, as they come. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

/** A fresh page as one person sees it: own storage, fixed language and zone, complaints collected from the first byte. */
export async function openPage(browser: Browser, origin: string, look: Look): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width < 640 ? 844 : 860 },
    colorScheme: look.theme,
    locale: look.locale ?? 'en-GB',
    timezoneId: look.zone ?? 'Europe/Brussels',
    serviceWorkers: look.serviceWorkers ?? 'block',
    reducedMotion: 'reduce',
    hasTouch: look.width < 640,
    baseURL: origin,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(`foreign request: ${url}`);
  });
  return { page, context, complaints, close: () => context.close() };
}

/** The small build of axe: what `axe.source` holds is more than twice as long, and each new page reads it. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that find something else in another theme, and those that do at another width or with longer words. */
const rulesOf = {
  colour: ['color-contrast', 'link-in-text-block'],
  layout: ['target-size', 'scrollable-region-focusable'],
} as const;

const english = join(import.meta.dirname, '../../apps/web/src/locales/en');
const namesOfWords = new Set(
  readdirSync(english).flatMap((file) =>
    namesIn(JSON.parse(readFileSync(join(english, file), 'utf8')) as object, basename(file, '.json')),
  ),
);

function namesIn(words: object, name: string): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${name}.${key}`] : namesIn(value as object, `${name}.${key}`),
  );
}

/** Names of words that stand on a page in place of the words. */
export async function wordsMissing(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.innerText);
  return text.split(/[^\w.-]+/).filter((word) => namesOfWords.has(word));
}

/**
 * What axe finds on a page, one line each: the rule and where; with `about` by the rules of that alone. The page itself runs it: our
 * pages hold no frames, and a look costs a fifth of what it costs through a second page.
 */
export async function axeFindings(page: Page, about?: keyof typeof rulesOf): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const runOnly = about
    ? { type: 'rule' as const, values: [...rulesOf[about]] }
    : { type: 'tag' as const, values: everyRule };
  const { violations } = await page.evaluate<AxeResults, axe.RunOnly>(
    (runOnly) => (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'], runOnly }),
    runOnly,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

/** How far a page can be pushed sideways, in pixels: zero on a page that fits. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** The same policy as the product's own server sends: a part that breaks it must break here. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types vue dompurify app";

/** Serves a built front end without an API, for looking at parts. */
export async function serveBuilt(folder: string, port: number): Promise<{ origin: string; close: () => void }> {
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = extname(path) && existsSync(join(folder, path)) ? path : '/index.html';
    readFile(join(folder, file)).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': types[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': policy,
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
