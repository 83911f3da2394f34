import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A secret of the instance. The id is public and says which secret something was sealed with. */
export interface Key {
  readonly id: Buffer;
  readonly master: Buffer;
}

/** What something is sealed for: its purpose, and the row it belongs to. Elsewhere it does not open. */
export interface Label {
  /** Such as `payout`: lower case and hyphens. */
  readonly purpose: string;
  /** The id of its row; empty where there is one only. */
  readonly of: string;
}

/** Sealed with a secret that this process does not have, sealed for something else, or altered. */
export class SealBroken extends Error {}

const FORM = 1;
const ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + ID_BYTES + NONCE_BYTES;

/** The key of a secret's text: any text, so it must be long and random to be worth anything. */
export function keyOf(text: string): Key {
  const master = createHash('sha256').update(text, 'utf8').digest();
  return { id: derive(master, 'key id').subarray(0, ID_BYTES), master };
}

/** 32 bytes for one purpose (HKDF-SHA-256): they say nothing of the secret, nor of what it gives for other purposes. */
export function deriveWith(key: Key, purpose: string): Buffer {
  return derive(key.master, `derive ${purpose}`);
}

/**
 * Seals with AES-256-GCM: form, key id, nonce, ciphertext, tag. Each purpose has a key of its own; the label is bound as associated data, so
 * that what was sealed for one row can not be put into another.
 */
export function sealWith(key: Key, label: Label, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const head = Buffer.concat([Buffer.of(FORM), key.id, nonce]);
  const cipher = createCipheriv('aes-256-gcm', derive(key.master, `seal ${label.purpose}`), nonce);
  cipher.setAAD(boundOf(head, label));
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealWith` made with one of these keys. Throws `SealBroken`. */
export function openWith(keys: readonly Key[], label: Label, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes[0] !== FORM)
    throw new SealBroken('This is nothing that was sealed.');
  const id = bytes.subarray(1, 1 + ID_BYTES);
  const key = keys.find((one) => one.id.equals(id));
  if (!key)
    throw new SealBroken(`It was sealed with the secret ${id.toString('hex')}, which this process does not have.`);
  const head = bytes.subarray(0, HEAD_BYTES);
  const opener = createDecipheriv(
    'aes-256-gcm',
    derive(key.master, `seal ${label.purpose}`),
    head.subarray(-NONCE_BYTES),
  );
  opener.setAAD(boundOf(head, label));
  opener.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([opener.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)), opener.final()]);
  } catch {
    throw new SealBroken('It was sealed for something else, or altered.');
  }
}

const boundOf = (head: Buffer, { purpose, of }: Label): Buffer =>
  Buffer.concat([head, Buffer.from(JSON.stringify([purpose, of]))]);

const derive = (master: Buffer, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `folkmoot ${info}`, 32));
