import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A new random id (UUIDv4): for links, ballots and everything whose time must not show. */
export function newId(): string {
  return randomUUID();
}

/** A new id that sorts by the time it was made (UUIDv7), where the order of insertion helps an index. Never for ballots. */
export function newOrderedId(at: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text has the form of an id. One that has not is answered like an unknown one, before the database sees it. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** A secret for a link, a session or a feed: 256 bits, base64url. Only its hash is ever stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A six-digit code for typing on another device. */
export function newCode(): string {
  return String(randomBytes(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}
