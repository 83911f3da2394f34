import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../actor.ts';
import { Database } from '../database/database.ts';
import { row, rows } from '../database/sql.ts';
import { BadInput, NotFound } from '../graphql/errors.ts';
import { isId, newId } from '../ids.ts';
import { Retention } from '../jobs/retention.ts';
import { Limits } from '../limits.ts';
import { Policy } from '../policy/policy.service.ts';
import { acceptUpload } from './accept-upload.ts';
import { FileParents } from './file-parents.ts';
import { STORAGE, type Storage } from './storage.ts';

export interface StoredFile {
  id: string;
  groupId: string;
  uploaderId: string;
  parentKind: string | null;
  parentId: string | null;
  name: string;
  type: string;
  bytes: string;
  sha256: Buffer;
  width: number | null;
  height: number | null;
}

const columns = `id, group_id AS "groupId", uploader_id AS "uploaderId", parent_kind AS "parentKind", parent_id AS "parentId", name, type, bytes, sha256, width, height`;
const perPerson = { name: 'upload', max: 60, windowSeconds: 3600 };

/** Uploads wait without a parent until the thing they belong to is saved; a job removes those that never were. */
@Injectable()
export class Files implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly limits: Limits,
    private readonly parents: FileParents,
    private readonly retention: Retention,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  onModuleInit(): void {
    this.retention.also('uploads that hang on nothing', () => this.sweep());
  }

  /** Takes an upload into a group. The bytes are on the disk before the row is, so no acknowledged file is lost. */
  async upload(actor: Actor, groupId: string, upload: { name: string; bytes: Uint8Array }): Promise<StoredFile> {
    if (!isId(groupId)) throw new NotFound();
    await this.policy.require(this.database.reads, actor, 'file.upload', { groupId });
    await this.limits.count(perPerson, actor.personId ?? '');
    const accepted = await acceptUpload(upload.name, upload.bytes);
    const id = newId();
    await this.storage.write(id, accepted.bytes);
    const made = await row<StoredFile>(
      this.database.reads,
      `INSERT INTO file (id, group_id, uploader_id, name, type, bytes, sha256, width, height) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
      [
        id,
        groupId,
        actor.personId,
        accepted.name.slice(0, 200),
        accepted.type,
        accepted.bytes.length,
        createHash('sha256').update(accepted.bytes).digest(),
        accepted.width,
        accepted.height,
      ],
    );
    return made!;
  }

  /** Hangs waiting uploads of this person on a thing, in its transaction. Foreign, used or unknown ones are refused by the name of the field, `files` where none is given. */
  async attach(
    tx: EntityManager,
    actor: Actor,
    files: readonly string[],
    parent: { kind: string; id: string; groupId: string; field?: string },
  ): Promise<void> {
    if (files.length === 0) return;
    const field = parent.field ?? 'files';
    if (!files.every(isId)) throw new BadInput(field, 'One of the files is not there. Add it again.');
    const attached = await rows(
      tx,
      `UPDATE file SET parent_kind = $1, parent_id = $2 WHERE id = ANY($3) AND group_id = $4 AND uploader_id = $5
       AND (parent_id IS NULL OR (parent_kind = $1 AND parent_id = $2)) RETURNING id`,
      [parent.kind, parent.id, files, parent.groupId, actor.personId],
    );
    if (attached.length !== new Set(files).size)
      throw new BadInput(field, 'One of the files is not there or belongs to something else. Add it again.');
  }

  /** A copy of a file that the actor may see, which waits to be hung on something else of the group. Returns its id. */
  async copy(tx: EntityManager, actor: Actor, of: { id: string; groupId: string }): Promise<string> {
    const file = isId(of.id) ? await row<StoredFile>(tx, `SELECT ${columns} FROM file WHERE id = $1`, [of.id]) : null;
    if (!file || file.groupId !== of.groupId || !(await this.mayRead(tx, actor, file, null))) throw new NotFound();
    const id = newId();
    const bytes: Buffer[] = [];
    for await (const part of this.storage.read(file.id)) bytes.push(part as Buffer);
    await this.storage.write(id, Buffer.concat(bytes));
    await rows(
      tx,
      `INSERT INTO file (id, group_id, uploader_id, name, type, bytes, sha256, width, height)
       SELECT $1, group_id, $3, name, type, bytes, sha256, width, height FROM file WHERE id = $2`,
      [id, file.id, actor.personId],
    );
    return id;
  }

  async of(db: EntityManager, kind: string, parentIds: readonly string[]): Promise<StoredFile[]> {
    return rows<StoredFile>(
      db,
      `SELECT ${columns} FROM file WHERE parent_kind = $1 AND parent_id = ANY($2) ORDER BY created_at, id`,
      [kind, parentIds],
    );
  }

  /**
   * Opens a file for whoever may read its parent; the uploader sees their own while it waits. Everybody else gets what a random id gets. `ref` is
   * the file's id, with the key of what it hangs on behind a dot where that is there for whoever has its key.
   */
  async open(actor: Actor, ref: string): Promise<{ file: StoredFile; stream: Readable }> {
    const [id = '', key = null] = ref.split('.');
    const file = isId(id)
      ? await row<StoredFile>(this.database.reads, `SELECT ${columns} FROM file WHERE id = $1`, [id])
      : null;
    if (!file || !(await this.mayRead(this.database.reads, actor, file, key))) throw new NotFound();
    return { file, stream: this.storage.read(file.id) };
  }

  /** As `open`, where a link answers for what the file hangs on. */
  async openWith(
    id: string,
    may: (parent: { kind: string; id: string }) => Promise<boolean>,
  ): Promise<{ file: StoredFile; stream: Readable }> {
    const file = isId(id)
      ? await row<StoredFile>(this.database.reads, `SELECT ${columns} FROM file WHERE id = $1`, [id])
      : null;
    if (!file?.parentKind || !file.parentId || !(await may({ kind: file.parentKind, id: file.parentId })))
      throw new NotFound();
    return { file, stream: this.storage.read(file.id) };
  }

  private async mayRead(db: EntityManager, actor: Actor, file: StoredFile, key: string | null): Promise<boolean> {
    if (!file.parentKind || !file.parentId) return actor.personId === file.uploaderId;
    return this.parents.mayRead(db, actor, { kind: file.parentKind, id: file.parentId, key });
  }

  /** Removes uploads that hung on nothing for a day; returns how many. */
  private async sweep(): Promise<number> {
    const old = await rows<{ id: string }>(
      this.database.reads,
      `DELETE FROM file WHERE parent_id IS NULL AND created_at < clock_now() - interval '1 day' RETURNING id`,
    );
    for (const { id } of old) await this.storage.remove(id);
    return old.length;
  }
}
