import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config.ts';
import { Database } from '../database/database.ts';
import { row } from '../database/sql.ts';
import { keyPlace, makeKeys, readKeys, SecretFault } from './key-file.ts';
import { deriveWith, type Key, type Label, openWith, sealWith } from './sealing.ts';

/** How it stands with the secret of the instance. */
export interface SecretState {
  readonly place: string;
  readonly ids: readonly string[];
  /** Of the secret that the database was last sealed with; null while nothing is. */
  readonly wanted: string | null;
}

/**
 * Seals what must not be read by who has the database alone. The secret is held outside of it: `FOLKMOOT_SECRET`, `FOLKMOOT_SECRET_FILE`, or a
 * file in the data folder that is made when it is first needed. All processes of an instance share it; the database knows its id, and a
 * process that has another says so when it starts instead of sealing what the others can not open.
 */
@Injectable()
export class Secrets {
  #keys: readonly Key[] | null = null;
  readonly #beginners: (() => Promise<void>)[] = [];

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What is done when a process begins to serve; not for commands. */
  onBegin(work: () => Promise<void>): void {
    this.#beginners.push(work);
  }

  /** Throws `SecretFault`, in words, where the database was sealed with a secret that this process does not have. */
  async check(): Promise<void> {
    const { wanted, ids, place } = await this.state();
    if (wanted !== null && !ids.includes(wanted)) throw new SecretFault(missingWords(wanted, place, ids));
  }

  /** Does what was asked for with `onBegin`. */
  async begin(): Promise<void> {
    for (const work of this.#beginners) await work();
  }

  /** Seals for a purpose and a row, in the caller's transaction. */
  async seal(tx: EntityManager, label: Label, plain: Uint8Array | string): Promise<Buffer> {
    return sealWith(await this.current(tx), label, Buffer.from(plain));
  }

  /** Opens what was sealed for this purpose and this row. Throws `SealBroken`. */
  open(label: Label, sealed: Uint8Array): Buffer {
    return openWith(this.keys(), label, sealed);
  }

  /** 32 bytes for a purpose, such as a key for signatures: of the present secret first, then of those before it. */
  async derived(tx: EntityManager, purpose: string): Promise<readonly Buffer[]> {
    await this.current(tx);
    return this.keys().map((key) => deriveWith(key, purpose));
  }

  async state(): Promise<SecretState> {
    const ids = this.keys().map(({ id }) => id.toString('hex'));
    return { place: keyPlace(this.config), ids, wanted: await wantedOf(this.database.reads) };
  }

  /** Goes on with the secret that is there, or a new one, in place of one that is lost: what was sealed with that one never opens again. */
  async forget(): Promise<void> {
    await this.database.transaction((tx) => tx.query('UPDATE instance SET secret_id = NULL, reply_key = NULL'));
  }

  private keys(): readonly Key[] {
    return (this.#keys ??= readKeys(this.config)) ?? [];
  }

  /** The key that seals: made where there is none yet, and noted in the database so that no other process seals with another. */
  private async current(tx: EntityManager): Promise<Key> {
    if (this.keys().length === 0) {
      const wanted = await wantedOf(tx);
      if (wanted !== null) throw new SecretFault(missingWords(wanted, keyPlace(this.config), []));
      this.#keys = makeKeys(this.config);
    }
    const [key] = this.keys() as [Key];
    const noted = await wantedOf(tx);
    if (noted === key.id.toString('hex')) return key;
    const ids = this.keys().map(({ id }) => id);
    const taken = await row(
      tx,
      'UPDATE instance SET secret_id = $1 WHERE secret_id IS NULL OR secret_id = ANY($2::bytea[]) RETURNING single',
      [key.id, ids],
    );
    if (!taken) throw new SecretFault(missingWords(noted ?? '', keyPlace(this.config), hexOf(ids)));
    return key;
  }
}

const hexOf = (ids: readonly Buffer[]): string[] => ids.map((id) => id.toString('hex'));

async function wantedOf(db: EntityManager): Promise<string | null> {
  const found = await row<{ id: string | null }>(db, "SELECT encode(secret_id, 'hex') AS id FROM instance", []);
  return found?.id ?? null;
}

function missingWords(wanted: string, place: string, ids: readonly string[]): string {
  const has = ids.length > 0 ? `has the secret ${ids.join(', ')}` : 'has none';
  return `The database was sealed with the secret ${wanted}; this process ${has} (${place}). Give every process of the instance the same FOLKMOOT_SECRET or FOLKMOOT_SECRET_FILE, or put the file back from the backup. If it is lost: \`folkmoot doctor --forget-secret\`.`;
}
