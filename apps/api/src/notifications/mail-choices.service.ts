import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../identity/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { isMailTopic, type MailKind, mailKinds, type MailTopic, mailTopics } from './mail-kinds.ts';

export const UNSUBSCRIBE = 'unsubscribe';

/** Which mails a person wants: said in the settings, or by the link that each of these mails carries. */
@Injectable()
export class MailChoices {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly links: Links,
  ) {}

  /** Those of these people who want mails of a kind, in their order. */
  async wanting(tx: EntityManager, kind: MailKind, personIds: readonly string[]): Promise<string[]> {
    const said = await rows<{ person_id: string; wanted: boolean }>(
      tx,
      'SELECT person_id, wanted FROM mail_choice WHERE kind = $1 AND person_id = ANY($2)',
      [kind, personIds],
    );
    const choice = new Map(said.map(({ person_id, wanted }) => [person_id, wanted]));
    return personIds.filter((personId) => choice.get(personId) ?? mailKinds[kind]);
  }

  async of(actor: Actor): Promise<Record<MailKind, boolean>> {
    await this.policy.require(this.database.reads, actor, 'person.private.read', { own: actor.personId !== null });
    return this.read(this.database.reads, actor.personId!);
  }

  async choose(
    actor: Actor,
    choices: Readonly<Partial<Record<MailKind, boolean>>>,
  ): Promise<Record<MailKind, boolean>> {
    await this.policy.require(this.database.reads, actor, 'person.update', { own: actor.personId !== null });
    return this.database.transaction(async (tx) => {
      await this.write(tx, actor.personId!, choices);
      return this.read(tx, actor.personId!);
    });
  }

  /** What an unsubscribe link is about and whether it comes at present; null for one that is not good. */
  async byLink(token: string): Promise<{ topic: MailTopic; comes: boolean } | null> {
    const link = await this.links.find(this.database.reads, token, UNSUBSCRIBE);
    const topic = link?.data['topic'];
    if (!link?.personId || !isMailTopic(topic)) return null;
    const choices = await this.read(this.database.reads, link.personId);
    return { topic, comes: mailTopics[topic].some((kind) => choices[kind]) };
  }

  /** Stops or resumes what a link is about. The link stays good: whoever pressed by mistake takes it back with it. */
  async chooseByLink(token: string, wanted: boolean): Promise<MailTopic | null> {
    return this.database.transaction(async (tx) => {
      const link = await this.links.find(tx, token, UNSUBSCRIBE);
      const topic = link?.data['topic'];
      if (!link?.personId || !isMailTopic(topic)) return null;
      await this.write(tx, link.personId, Object.fromEntries(mailTopics[topic].map((kind) => [kind, wanted])));
      return topic;
    });
  }

  private async read(db: EntityManager, personId: string): Promise<Record<MailKind, boolean>> {
    const said = await rows<{ kind: MailKind; wanted: boolean }>(
      db,
      'SELECT kind, wanted FROM mail_choice WHERE person_id = $1',
      [personId],
    );
    return { ...mailKinds, ...Object.fromEntries(said.map(({ kind, wanted }) => [kind, wanted])) };
  }

  private async write(
    tx: EntityManager,
    personId: string,
    choices: Readonly<Partial<Record<MailKind, boolean>>>,
  ): Promise<void> {
    const said = Object.entries(choices).filter(([kind, wanted]) => Object.hasOwn(mailKinds, kind) && wanted != null);
    await rows(
      tx,
      `INSERT INTO mail_choice (person_id, kind, wanted) SELECT $1, kind, wanted FROM unnest($2::text[], $3::boolean[]) AS t (kind, wanted)
       ON CONFLICT (person_id, kind) DO UPDATE SET wanted = excluded.wanted`,
      [personId, said.map(([kind]) => kind), said.map(([, wanted]) => wanted)],
    );
  }
}
