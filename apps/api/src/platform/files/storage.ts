import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Where the bytes of files are. Keys are ids of ours, never names from outside. */
export interface Storage {
  write(key: string, bytes: Uint8Array): Promise<void>;
  read(key: string): Readable;
  remove(key: string): Promise<void>;
}

/** Files under the data folder, two letters a folder. A write is whole and on the disk, or not there. */
export class DiskStorage implements Storage {
  constructor(private readonly root: string) {}

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.part`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  }

  read(key: string): Readable {
    return createReadStream(this.pathOf(key));
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  private pathOf(key: string): string {
    if (!/^[0-9a-f-]{36}$/.test(key)) throw new Error('not a storage key');
    return join(this.root, key.slice(0, 2), key);
  }
}

export const STORAGE = Symbol('storage');
