import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MAX_IMPORT_BYTES, refreshMinutesOf } from '#libs/calendar';
import { type Actor, visitor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { type Fetched, FetchRefused, SafeFetch } from '../../platform/fetch/safe-fetch.ts';
import { BadInput, Conflict, NotFound, Refusal } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { FollowCalendarInput, FollowedCalendar } from './followed.graphql.ts';
import { type FollowedRow, FollowedStore } from './followed.store.ts';
import { type ImportReport, reportOf } from './import-report.ts';
import { ImportService } from './import.service.ts';
import { say } from '../../platform/words/words.ts';

const MAX_FOLLOWED = 20;

/** Calendars at an address: looked at once, or followed from then on by a job. */
@Injectable()
export class FollowedService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly fetch: SafeFetch,
    private readonly store: FollowedStore,
    private readonly imports: ImportService,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('calendars.follow', '*/10 * * * *', () => this.readDue());
  }

  /** The bytes behind an address that somebody typed; what is wrong with it is said at the field. */
  async bytesAt(actor: Actor, groupId: string, address: string): Promise<Uint8Array> {
    if (!isId(groupId)) throw new NotFound();
    await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId });
    return (await this.fetched(address)).bytes;
  }

  async list(actor: Actor, groupId: string): Promise<FollowedCalendar[]> {
    if (!isId(groupId)) throw new NotFound();
    await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId });
    return this.store.ofGroup(this.database.reads, groupId);
  }

  /** Follows a calendar and reads it at once, so that a wrong address is told to who typed it. */
  async follow(actor: Actor, input: FollowCalendarInput): Promise<ImportReport> {
    const { groupId } = input;
    if (!isId(groupId)) throw new NotFound();
    const url = input.url.trim();
    await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId });
    const fetched = await this.fetched(url);
    const id = newId();
    await this.database
      .transaction(async (tx) => {
        await this.policy.require(tx, actor, 'event.import', { groupId });
        if ((await this.store.ofGroup(tx, groupId)).length >= MAX_FOLLOWED)
          throw new Conflict(say`A group follows ${MAX_FOLLOWED} calendars at most. Stop one first.`);
        await this.store.insert(tx, { id, groupId, followerId: actor.personId!, url, visibility: input.visibility });
      })
      .catch((error: unknown) => {
        if (constraintOf(error) === 'followed_calendar_once')
          throw new BadInput('url', 'This calendar is followed already.');
        throw error;
      });
    const row = await this.store.find(this.database.reads, id);
    return this.take(actor, row!, fetched);
  }

  /** Stops following; what came from it stays and is the group's own from now on. */
  async stop(actor: Actor, id: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const row = isId(id) ? await this.store.find(tx, id) : null;
      if (!row) throw new NotFound();
      await this.policy.require(tx, actor, 'event.import', { groupId: row.group_id });
      await this.store.stop(tx, id);
      return row.group_id;
    });
  }

  /** Reads one again now. */
  async again(actor: Actor, id: string): Promise<string> {
    const row = isId(id) ? await this.store.find(this.database.reads, id) : null;
    if (!row) throw new NotFound();
    await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId: row.group_id });
    await this.read(row);
    return row.group_id;
  }

  /** Reads every followed calendar whose turn it is; one that fails waits for its next turn and says why. */
  async readDue(): Promise<void> {
    const due = await this.database.quietTransaction((tx) => this.store.takeDue(tx));
    for (const row of due) await this.read(row);
  }

  /** With the rights of who follows it, decided anew each time. */
  private async read(row: FollowedRow): Promise<void> {
    const actor = { ...visitor, personId: row.follower_id };
    try {
      const fetched = await this.fetch.get(row.url, { ...wanted, etag: row.etag, lastModified: row.last_modified });
      await this.take(actor, row, fetched);
    } catch (error) {
      if (!(error instanceof FetchRefused || error instanceof Refusal)) throw error;
      const words =
        error instanceof FetchRefused ? error.message : 'Who followed it may no longer import here. Follow it anew.';
      await this.database.transaction((tx) => this.store.failed(tx, row.id, words));
    }
  }

  private async take(actor: Actor, row: FollowedRow, fetched: Fetched): Promise<ImportReport> {
    const hash = createHash('sha256').update(fetched.bytes).digest();
    const { etag, lastModified, bytes } = fetched;
    const reading = { etag, lastModified, everyMinutes: row.every_minutes, hash: null, name: null };
    if (fetched.status === 304) {
      await this.database.transaction((tx) => this.store.read(tx, row.id, reading));
      return reportOf([], { name: row.name, notes: [], faults: [] });
    }
    const of = { groupId: row.group_id, bytes, visibility: row.visibility, dryRun: false, sourceId: row.id };
    const report = await this.imports.run(actor, of);
    const everyMinutes = refreshMinutesOf(new TextDecoder().decode(bytes)) ?? 180;
    await this.database.transaction((tx) =>
      this.store.read(tx, row.id, { ...reading, hash, name: report.name, everyMinutes }),
    );
    return report;
  }

  private async fetched(address: string): Promise<Fetched> {
    try {
      return await this.fetch.get(address, wanted);
    } catch (error) {
      if (error instanceof FetchRefused) throw new BadInput('url', error.words);
      throw error;
    }
  }
}

const wanted = { maxBytes: MAX_IMPORT_BYTES, accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1' } as const;
