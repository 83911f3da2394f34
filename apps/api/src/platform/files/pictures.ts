import type { default as Sharp } from 'sharp';

/** What reads and writes pictures, loaded when the first one comes: it holds more memory than many a group ever needs. */
export async function pictures(): Promise<typeof Sharp> {
  return (await import('sharp')).default;
}
