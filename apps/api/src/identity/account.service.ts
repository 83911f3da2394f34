import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput } from '../platform/graphql/errors.ts';
import { Mailer } from '../platform/mail/mailer.ts';
import { requiredName } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { type Instance, type KeptMail, type Session, type UpdateProfileInput, Viewer } from './identity.graphql.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInService } from './sign-in.service.ts';

/** What a person sees and changes of their own account, and what the operator sees of the instance. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly mailer: Mailer,
    private readonly sessionList: SessionsService,
    private readonly signIn: SignInService,
  ) {}

  async instance(): Promise<Instance> {
    const found = await row<{ name: string; claimed: boolean }>(
      this.database.reads,
      'SELECT name, claimed_at IS NOT NULL AS claimed FROM instance',
    );
    return {
      name: found?.name ?? 'Folkmoot',
      claimed: found?.claimed ?? false,
      mailSetUp: this.mailer.isSetUp,
      readsReplies: this.mailer.readsReplies,
    };
  }

  async viewer(personId: string | null): Promise<Viewer | null> {
    if (!personId) return null;
    const found = await row<Viewer>(
      this.database.reads,
      `SELECT p.id, p.name, p.locale, p.operator, p.password_hash IS NOT NULL AS "hasPassword",
         (SELECT a.email FROM address a WHERE a.person_id = p.id ORDER BY a.confirmed_at, a.id LIMIT 1) AS email FROM person p WHERE p.id = $1`,
      [personId],
    );
    // A union tells its members apart by their class.
    return found && Object.assign(new Viewer(), found);
  }

  async sessions(actor: Actor): Promise<Session[]> {
    await this.policy.require(this.database.reads, actor, 'account.sessions.list', { own: actor.personId !== null });
    return this.sessionList.list(actor);
  }

  async endSession(actor: Actor, id: string): Promise<void> {
    await this.policy.require(this.database.reads, actor, 'account.sessions.revoke', { own: actor.personId !== null });
    await this.sessionList.end(actor, id);
  }

  async keptMails(actor: Actor): Promise<KeptMail[]> {
    await this.policy.require(this.database.reads, actor, 'instance.mail.read', {});
    return rows<KeptMail>(
      this.database.reads,
      `SELECT id, recipient, subject, text_body AS text, created_at AS "createdAt", sent_at AS "sentAt", failure FROM mail ORDER BY created_at DESC, id DESC LIMIT 100`,
    );
  }

  async update(actor: Actor, input: UpdateProfileInput): Promise<Viewer | null> {
    await this.policy.require(this.database.reads, actor, 'person.update', { own: actor.personId !== null });
    const name = input.name == null ? null : requiredName('name', input.name, { what: 'Your name', max: 80 });
    if (input.locale != null && !['en', 'de'].includes(input.locale))
      throw new BadInput('locale', 'Choose English or German.');
    await this.database.transaction((tx) =>
      rows(
        tx,
        'UPDATE person SET name = coalesce($2, name), locale = coalesce($3, locale), version = version + 1 WHERE id = $1',
        [actor.personId, name, input.locale ?? null],
      ),
    );
    return this.viewer(actor.personId);
  }

  async setPassword(actor: Actor, password: string): Promise<void> {
    await this.policy.require(this.database.reads, actor, 'account.credentials.manage', {
      own: actor.personId !== null,
    });
    await this.signIn.setPassword(actor, password);
  }
}
