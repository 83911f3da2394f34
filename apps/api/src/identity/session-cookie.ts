import type { CookieOptions, Request, Response } from 'express';

const DAY_MS = 86_400_000;

/** `__Host-sid` needs https; on http (a laptop, a container behind nothing) the cookie is `sid`. */
function cookieName(secure: boolean): string {
  return secure ? '__Host-sid' : 'sid';
}

function readCookie(request: Request, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return null;
}

/** The session token that came with a request. */
export function sessionTokenOf(request: Request): string | null {
  const token = readCookie(request, cookieName(true)) ?? readCookie(request, cookieName(false));
  return token && /^[\w-]{43}$/.test(token) ? token : null;
}

function options(secure: boolean): CookieOptions {
  return { httpOnly: true, secure, sameSite: 'lax', path: '/' };
}

export function setSessionCookie(response: Response, token: string, secure: boolean): void {
  response.cookie(cookieName(secure), token, { ...options(secure), maxAge: 90 * DAY_MS });
}

export function clearSessionCookie(response: Response, secure: boolean): void {
  response.clearCookie(cookieName(secure), options(secure));
}

/** The nonce that ties a mailed sign-in link to the browser that asked for it. */
export function setNonceCookie(response: Response, nonce: string, secure: boolean): void {
  response.cookie('signin', nonce, { ...options(secure), maxAge: 15 * 60_000 });
}

export function nonceOf(request: Request): string | null {
  return readCookie(request, 'signin');
}
