import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPublicAddress } from './addresses.ts';
import { FetchRefused, SafeFetch } from './safe-fetch.ts';

let server: Server;
let host: string;
const options = { maxBytes: 1024, accept: 'text/calendar' };

beforeAll(async () => {
  server = createServer(({ url, headers }, response) => {
    if (url === '/twice') return void response.writeHead(302, { location: '/once' }).end();
    if (url === '/once') return void response.writeHead(301, { location: '/calendar' }).end();
    if (url === '/round') return void response.writeHead(302, { location: '/round' }).end();
    if (url === '/inside') return void response.writeHead(302, { location: 'http://127.0.0.1:9/secret' }).end();
    if (url === '/packed') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    if (url === '/large') return void response.end('x'.repeat(4096));
    if (url === '/gone') return void response.writeHead(410).end();
    if (headers['if-none-match'] === '"1"') return void response.writeHead(304).end();
    response.writeHead(200, { etag: '"1"', 'content-type': 'text/calendar' }).end(JSON.stringify(headers));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const strict = new SafeFetch({ fetchAllow: [] });
const lenient = (): SafeFetch => new SafeFetch({ fetchAllow: [host] });

test.each([
  ['93.184.216.34', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['::1', false],
  ['::127.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['2001:db8::1', false],
  ['64:ff9b::7f00:1', false],
  ['not an address', false],
])('%s is public: %s', (address, expected) => expect(isPublicAddress(address)).toBe(expected));

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://localhost/',
  'http://example.org:8080/',
  'file:///etc/passwd',
  'ftp://example.org/',
  'https://name:word@example.org/',
  'nonsense',
])('%s is refused in words', (address) => expect(strict.get(address, options)).rejects.toThrow(FetchRefused));

test('follows redirects, sends no cookie and takes no packed answer', async () => {
  const found = await lenient().get(`http://${host}/twice`, options);
  const sent = JSON.parse(new TextDecoder().decode(found.bytes)) as Record<string, string>;
  expect(found).toMatchObject({ status: 200, etag: '"1"', contentType: 'text/calendar' });
  expect(Object.keys(sent).toSorted()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  await expect(lenient().get(`http://${host}/packed`, options)).rejects.toThrow('packed');
});

test('asks whether something changed', async () => {
  expect(await lenient().get(`http://${host}/calendar`, { ...options, etag: '"1"' })).toMatchObject({ status: 304 });
});

test.each([
  ['/round', 'too often'],
  ['/inside', 'port of their own'],
  ['/large', 'larger'],
  ['/gone', '410'],
])('%s is refused: %s', (path, words) =>
  expect(lenient().get(`http://${host}${path}`, options)).rejects.toThrow(words),
);
