import { Injectable } from '@nestjs/common';
import { type ImportedEvent, type ImportFault, MAX_IMPORT_BYTES, readCalendar } from '#libs/calendar';
import { GroupsStore } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type ImportInto, ImportWriter } from './import-writer.service.ts';
import { ImportsStore, type PlannedImport } from './imports.store.ts';

export interface ImportLine {
  readonly title: string;
  readonly start: string;
  readonly zone: string;
  readonly what: 'new' | 'changed' | 'same' | 'gone';
}

/** What an import does, or with `dryRun` would do. */
export interface ImportReport {
  readonly name: string | null;
  readonly lines: readonly ImportLine[];
  readonly faults: readonly ImportFault[];
  readonly made: number;
  readonly changed: number;
  readonly same: number;
  readonly gone: number;
}

export interface ImportOf {
  readonly groupId: string;
  readonly bytes: Uint8Array;
  readonly visibility: string;
  readonly dryRun: boolean;
  /** The followed calendar it is read from; what is gone there is cancelled here. */
  readonly sourceId?: string;
}

const HORIZON_DAYS = 366;
const SHOWN = 200;

/** Takes a calendar into a group: nothing doubled on a second import, what changed there changes here, what cannot be read is named. */
@Injectable()
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly groups: GroupsStore,
    private readonly store: ImportsStore,
    private readonly writer: ImportWriter,
  ) {}

  async run(actor: Actor, of: ImportOf): Promise<ImportReport> {
    if (!isId(of.groupId)) throw new NotFound();
    if (of.bytes.length > MAX_IMPORT_BYTES) throw new BadInput('file', 'The calendar is larger than 1 MB.');
    const { groupId } = of;
    const standing = await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId });
    const group = await this.groups.find(this.database.reads, actor, groupId);
    if (!group) throw new NotFound();
    const read = readCalendar(new TextDecoder().decode(of.bytes), {
      fallbackZone: group.zone,
      now: await this.clock.now(this.database.reads),
      horizonDays: HORIZON_DAYS,
    });
    const visibility = of.visibility === 'public' && standing.visibility !== 'secret' ? 'public' : 'group';
    if (of.dryRun)
      return reportOf(read, await this.store.plan(this.database.reads, groupId, read.events), [], read.faults);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'event.import', { groupId });
      await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]); // two imports at once would double
      const planned = await this.store.plan(tx, groupId, read.events);
      const faults: ImportFault[] = [...read.faults];
      const into: ImportInto = {
        groupId,
        visibility,
        isOpen: standing.visibility === 'open',
        sourceId: of.sourceId ?? null,
      };
      for (const one of planned) {
        const fault = await this.writer.take(tx, actor, one, into);
        if (fault) faults.push(fault);
      }
      // A file that cannot be read says nothing about what is gone.
      const isWhole = of.sourceId !== undefined && read.events.length > 0;
      const gone = isWhole ? await this.store.gone(tx, of.sourceId!, read.events) : [];
      await this.writer.callOff(tx, actor, gone);
      await this.writer.left(tx, actor, groupId, touched(planned) + gone.length);
      return reportOf(read, planned, gone.map(lineOfGone), faults);
    });
  }
}

const touched = (planned: readonly PlannedImport[]): number => planned.filter(({ what }) => what !== 'same').length;

const lineOfGone = (event: { title: string; start_local: string; zone: string }): ImportLine => ({
  title: event.title,
  start: event.start_local,
  zone: event.zone,
  what: 'gone',
});

function reportOf(
  read: { name: string | null },
  planned: readonly { event: ImportedEvent; what: ImportLine['what'] }[],
  gone: readonly ImportLine[],
  faults: readonly ImportFault[],
): ImportReport {
  const lines = [
    ...gone,
    ...planned.map(({ event, what }) => ({ title: event.title, start: event.start, zone: event.zone, what })),
  ];
  const count = (what: ImportLine['what']): number => lines.filter((one) => one.what === what).length;
  return {
    name: read.name,
    lines: lines.slice(0, SHOWN),
    faults,
    made: count('new'),
    changed: count('changed'),
    same: count('same'),
    gone: gone.length,
  };
}
