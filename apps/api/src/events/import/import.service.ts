import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type ImportFault, MAX_IMPORT_BYTES, type TakenCalendar } from '#libs/calendar';
import { GroupsStore } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { reasons } from './import-words.ts';
import { type ImportInto, ImportWriter } from './import-writer.service.ts';
import {
  type ImportLine,
  type ImportReport,
  lineOfEvent,
  lineOfGone,
  lineOfSeries,
  reportOf,
} from './import-report.ts';
import { ImportPlans, type Planned } from './import-plans.service.ts';
import { SeriesImport } from './series-import.service.ts';

export interface ImportOf {
  readonly groupId: string;
  readonly bytes: Uint8Array;
  readonly visibility: string;
  readonly dryRun: boolean;
  /** The followed calendar it is read from; what is gone there is cancelled here. */
  readonly sourceId?: string;
}

/** Takes a calendar into a group: nothing doubled on a second import, what changed there changes here, what cannot be read is named. */
@Injectable()
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly groups: GroupsStore,
    private readonly plans: ImportPlans,
    private readonly writer: ImportWriter,
    private readonly series: SeriesImport,
  ) {}

  async run(actor: Actor, of: ImportOf): Promise<ImportReport> {
    if (!isId(of.groupId)) throw new NotFound();
    if (of.bytes.length > MAX_IMPORT_BYTES) throw new BadInput('file', 'The calendar is larger than 1 MB.');
    const { groupId } = of;
    const standing = await this.policy.requireInGroup(this.database.reads, actor, 'event.import', { groupId });
    const group = await this.groups.find(this.database.reads, actor, groupId);
    if (!group) throw new NotFound();
    if (of.dryRun) return said(await this.plans.plan(this.database.reads, of, group.zone), [], []);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'event.import', { groupId });
      await rows(tx, 'SELECT 1 FROM folk_group WHERE id = $1 FOR NO KEY UPDATE', [groupId]); // two imports at once would double
      const planned = await this.plans.plan(tx, of, group.zone);
      const into: ImportInto = {
        groupId,
        visibility: of.visibility === 'public' && standing.visibility !== 'secret' ? 'public' : 'group',
        isOpen: standing.visibility === 'open',
        locale: group.locale,
        sourceId: of.sourceId ?? null,
      };
      const faults = await this.take(tx, actor, planned, into);
      const gone = await this.callOff(tx, actor, planned.taken, into);
      await this.writer.left(tx, actor, groupId, touched(planned) + gone.length);
      return said(planned, gone, faults);
    });
  }

  private async take(tx: EntityManager, actor: Actor, planned: Planned, into: ImportInto): Promise<ImportFault[]> {
    const faults: ImportFault[] = [];
    // The last part of a series first: it takes its nights before the part that had them ends.
    for (const one of planned.series.toReversed()) faults.push(...(await this.series.take(tx, actor, one, into)));
    for (const one of planned.events) {
      const fault = await this.writer.take(tx, actor, one, into);
      if (fault) faults.push(fault);
    }
    return faults;
  }

  /** Calls off what a followed calendar no longer holds; a file that cannot be read says nothing about what is gone. */
  private async callOff(
    tx: EntityManager,
    actor: Actor,
    taken: TakenCalendar,
    { sourceId, locale }: ImportInto,
  ): Promise<ImportLine[]> {
    if (sourceId === null || taken.events.length + taken.series.length === 0) return [];
    const { events: gone, series } = await this.plans.gone(tx, sourceId, taken);
    await this.writer.callOff(tx, actor, gone, reasons.gone.in(locale));
    await this.series.callOff(tx, actor, series, reasons.gone.in(locale));
    return [
      ...gone.map(lineOfGone),
      ...series.map((one) => lineOfGone({ ...one, title: String(one.template['title']) })),
    ];
  }
}

const touched = ({ events, series }: Planned): number =>
  [...events, ...series].filter(({ what }) => what !== 'same').length;

function said(
  { name, taken, events, series }: Planned,
  gone: readonly ImportLine[],
  faults: readonly ImportFault[],
): ImportReport {
  const lines = [...gone, ...series.map(lineOfSeries), ...events.map(lineOfEvent)];
  return reportOf(lines, { name, notes: taken.notes, faults: [...taken.faults, ...faults] });
}
