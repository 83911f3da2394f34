import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isZone } from '#libs/zone';
import { presets, rulebookOf, type Preset } from '#libs/governance';
import { isCurrency } from '#libs/money';
import type { Actor } from '../platform/actor.ts';
import { constraintOf, Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText, requiredName } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { Group } from './group.entity.ts';
import { type CreateGroupInput, HandleTaken, type UpdateGroupInput } from './groups.graphql.ts';
import { GroupsStore } from './groups.store.ts';
import { Roll } from './roll.service.ts';
import { GroupRecords } from './group-records.service.ts';
import { GroupBeginnings } from './group-beginnings.ts';
import { say } from '../platform/words/words.ts';

/** Words that stand for pages of our own. */
const reserved = new Set(['new', 'admin', 'settings', 'api', 'graphql', 'folkmoot', 'operator', 'events']);

/** Makes and changes groups. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: GroupsStore,
    private readonly roll: Roll,
    private readonly records: GroupRecords,
    private readonly beginnings: GroupBeginnings,
  ) {}

  async create(actor: Actor, input: CreateGroupInput): Promise<Group | HandleTaken> {
    await this.policy.require(this.database.reads, actor, 'group.create', { flags: { 'setting:group.create': true } });
    const group = checked(input);
    try {
      return await this.database.transaction((tx) => this.write(tx, actor.personId!, group));
    } catch (error) {
      if (constraintOf(error) === 'group_handle_taken')
        return new HandleTaken(group.handle, await this.free(group.handle));
      throw error;
    }
  }

  async update(actor: Actor, input: UpdateGroupInput): Promise<Group> {
    const name = input.name == null ? null : requiredName('name', input.name, { what: 'The name', max: 80 });
    const summary =
      input.summary == null ? null : longText('summary', input.summary, { what: 'The line about the group', max: 300 });
    const about = input.about == null ? null : longText('about', input.about, { what: 'The text', max: 20_000 });
    const color = input.color == null ? null : checkedColor(input.color);
    if (!isId(input.id)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'group.settings.update', { groupId: input.id });
      const changed = await rows(
        tx,
        `UPDATE folk_group SET name = coalesce($3, name), summary = coalesce($4, summary), about = coalesce($5, about), about_html = coalesce($6, about_html),
           color = coalesce($7, color), version = version + 1 WHERE id = $1 AND version = $2 RETURNING id`,
        [input.id, input.expectedVersion, name, summary, about, about === null ? null : renderMarkdown(about), color],
      );
      if (changed.length === 0)
        throw new Conflict(
          'Somebody else has changed this in the meantime. Reload, then change it again; your text is kept here.',
        );
      await this.records.changed(tx, actor, input.id);
      return (await this.store.find(tx, actor, input.id))!;
    });
  }

  private async write(tx: EntityManager, founderId: string, group: ReturnType<typeof checked>): Promise<Group> {
    const id = newId();
    await rows(
      tx,
      `INSERT INTO folk_group (id, handle, name, summary, color, currency, zone, locale, visibility, preset, poster_seed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        group.handle,
        group.name,
        group.summary,
        group.color,
        group.currency,
        group.zone,
        group.locale,
        group.visibility,
        group.preset,
        Math.floor(Math.random() * 2 ** 31),
      ],
    );
    await this.records.begin(tx, founderId, id, rulebookOf(group.preset, group.visibility));
    await this.roll.begin(tx, {
      groupId: id,
      personId: founderId,
      standing: 'member',
      authority: { kind: 'self', id: founderId },
    });
    const founder = { personId: founderId } as Actor;
    for (const duty of ['steward', 'organiser'])
      await this.roll.giveDuty(tx, founder, {
        groupId: id,
        personId: founderId,
        duty,
        authority: { kind: 'self', id: founderId },
      });
    await this.beginnings.run(tx, { id, currency: group.currency, founderId });
    return tx.findOneOrFail(Group, { where: { id } });
  }

  private async free(handle: string): Promise<string> {
    for (let n = 2; n < 100; n += 1) {
      const candidate = `${handle.slice(0, 34)}-${n}`;
      if (!(await this.store.handleTaken(this.database.reads, candidate))) return candidate;
    }
    return `${handle.slice(0, 28)}-${newId().slice(0, 8)}`;
  }
}

function checkedColor(color: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new BadInput('color', 'A colour is written like #0b6a48.');
  return color.toLowerCase();
}

function checked(input: CreateGroupInput): {
  name: string;
  handle: string;
  summary: string;
  color: string;
  currency: string;
  zone: string;
  locale: string;
  visibility: Group['visibility'];
  preset: Preset;
} {
  const handle = input.handle.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9-]{1,38}$/.test(handle) || reserved.has(handle)) {
    throw new BadInput(
      'handle',
      'The address has 2 to 39 small letters, digits and hyphens, such as "riverside", and is not a word we use ourselves.',
    );
  }
  const currency = input.currency.trim().toUpperCase();
  if (!isCurrency(currency))
    throw new BadInput('currency', say`"${currency}" is no currency we know. It is three letters, such as EUR.`);
  if (!isZone(input.zone))
    throw new BadInput('zone', say`"${input.zone}" is no time zone we know. It looks like Europe/Brussels.`);
  const preset = presets.find((name) => name === (input.preset ?? 'club'));
  if (!preset) throw new BadInput('preset', say`Choose ${presets.join(', ')}.`);
  return {
    name: requiredName('name', input.name, { what: 'The name', max: 80 }),
    handle,
    summary: longText('summary', input.summary, { what: 'The line about the group', max: 300 }),
    color: checkedColor(input.color ?? '#0b6a48'),
    currency,
    zone: input.zone,
    locale: input.locale === 'de' ? 'de' : 'en',
    visibility: input.visibility,
    preset,
  };
}
