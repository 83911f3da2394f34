import type { TroubleCode } from './graphql.ts';
import { asTrouble } from './trouble.ts';

/** After these nobody knows whether the server did it before its answer was lost. */
const isUnknown: ReadonlySet<TroubleCode> = new Set(['OFFLINE', 'UNAVAILABLE', 'INTERNAL']);

/** A fresh 128-bit key as a UUID. `crypto.randomUUID` is missing on plain http, where small instances live. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The key of one act: made when the person acts, kept over retries of the network, dropped once the server has answered, also with a no. */
export function useActKey(): { current: () => string; answered: () => void; failed: (fault: unknown) => void } {
  let key: string | null = null;
  const answered = (): void => {
    key = null;
  };
  return {
    current: () => (key ??= newKey()),
    answered,
    failed: (fault) => {
      if (!isUnknown.has(asTrouble(fault).code)) answered();
    },
  };
}
