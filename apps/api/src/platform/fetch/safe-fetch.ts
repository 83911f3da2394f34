import { lookup as resolveName } from 'node:dns';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.ts';
import { isPublicAddress } from './addresses.ts';
import { say, term, type Words } from '../words/words.ts';

/** Why an address was not fetched, in words for whoever typed it. */
export class FetchRefused extends Error {
  readonly words: Words;

  constructor(words: string | Words) {
    super(String(words));
    this.words = term(words);
  }
}

export interface Fetched {
  /** 200, or 304 where nothing changed since `etag` or `lastModified`. */
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchOptions {
  readonly maxBytes: number;
  readonly accept: string;
  readonly etag?: string | null;
  readonly lastModified?: string | null;
}

const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 5000;

/**
 * The one way in which this server asks another: http(s) on ports 80 and 443, every address of the name public and the connection made to
 * one that was checked, redirects followed by hand and checked again, five seconds and a size for all of it, no cookie, no proxy.
 */
@Injectable()
export class SafeFetch {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'fetchAllow'>) {}

  /** Fetches an address. Throws `FetchRefused` in words; nothing else. */
  async get(address: string, options: FetchOptions): Promise<Fetched> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    let url = this.checked(address);
    try {
      for (let hops = 0; ; hops += 1) {
        const response = await this.once(url, options, signal);
        const target = response.headers.location;
        if (response.statusCode === undefined || response.statusCode < 300 || response.statusCode === 304 || !target)
          return await answerOf(response, options.maxBytes);
        response.destroy();
        if (hops === MAX_REDIRECTS) throw new FetchRefused('The address sends us on too often.');
        url = this.checked(new URL(target, url).href);
      }
    } catch (error) {
      if (error instanceof FetchRefused) throw error;
      throw new FetchRefused(signal.aborted ? 'The address did not answer within five seconds.' : wordsFor(error));
    }
  }

  private checked(address: string): URL {
    const text = address.trim().replace(/^webcals?:\/\//i, 'https://');
    if (!URL.canParse(text))
      throw new FetchRefused('This is not an address. It looks like https://example.org/calendar.ics.');
    const url = new URL(text);
    if (!/^https?:$/.test(url.protocol)) throw new FetchRefused('The address must begin with https:// or webcal://.');
    if (url.username || url.password) throw new FetchRefused('The address must not hold a name and a password.');
    if (this.isAllowed(url)) return url;
    if (url.port && url.port !== '80' && url.port !== '443')
      throw new FetchRefused('Only addresses without a port of their own can be fetched.');
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (/^[\d.]+$|:/.test(literal) && !isPublicAddress(literal)) throw new FetchRefused(notPublic);
    return url;
  }

  private isAllowed(url: URL): boolean {
    return this.config.fetchAllow.includes(url.host);
  }

  private once(url: URL, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
    const send = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const asked: RequestOptions = {
      signal,
      agent: false,
      lookup: this.isAllowed(url) ? undefined : publicLookup,
      headers: {
        accept: options.accept,
        'accept-encoding': 'identity',
        'user-agent': 'Folkmoot',
        ...(options.etag ? { 'if-none-match': options.etag } : {}),
        ...(options.lastModified ? { 'if-modified-since': options.lastModified } : {}),
      },
    };
    return new Promise((resolve, reject) => send(url, asked, resolve).on('error', reject).end());
  }
}

const notPublic = say`This address lies inside a private network; only what the whole internet can reach is fetched.`;

/** Resolves a name and refuses it when any of its addresses is not public. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address)))
      return done(new FetchRefused(notPublic), '');
    if (options.all) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  });
};

async function answerOf(response: IncomingMessage, maxBytes: number): Promise<Fetched> {
  const { statusCode: status = 0, headers } = response;
  if (status !== 200 && status !== 304) {
    response.destroy();
    throw new FetchRefused(
      status === 404 ? 'There is nothing at this address.' : say`The address answers with ${status}.`,
    );
  }
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') {
    response.destroy();
    throw new FetchRefused('The address answers in a packed form that was not asked for.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new FetchRefused(say`What stands there is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`);
    }
    chunks.push(chunk);
  }
  return {
    status,
    bytes: Buffer.concat(chunks),
    contentType: headers['content-type'] ?? '',
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
  };
}

function wordsFor(error: unknown): Words {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return say`There is no such address. Look for a typing mistake.`;
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return say`The address does not answer.`;
  if (/CERT|TLS|SSL/i.test(code)) return say`The address has no valid certificate.`;
  return say`The address cannot be read.`;
}
