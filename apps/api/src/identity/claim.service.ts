import type { EntityManager } from 'typeorm';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, NotFound } from '../platform/graphql/errors.ts';
import { hashOf, newToken } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { readAddress } from '../platform/mail/mail-text.ts';
import { Limits, networkBlock } from '../platform/limits.ts';
import { PeopleService } from './people.service.ts';
import type { Person } from './person.entity.ts';
import { SessionsService } from './sessions.service.ts';
import type { WebDoor } from './sign-in.service.ts';

const tries = { name: 'claim', max: 20, windowSeconds: 900 };

/** Each process prints a link of its own; those of so many starts work side by side. */
const MOST_CODES = 10;

/** An instance that nobody runs yet prints a link with a code; who opens it becomes its operator. Once, by whichever of the links. */
@Injectable()
export class ClaimService implements OnApplicationBootstrap {
  /** The address to print at the start, or null once somebody has claimed. */
  claimUrl: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly people: PeopleService,
    private readonly sessions: SessionsService,
    private readonly log: GroupLog,
    private readonly limits: Limits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const code = newToken();
    const open = await rows(
      this.database.reads,
      `UPDATE instance SET claim_hashes = (ARRAY[$1::bytea] || claim_hashes)[1:${MOST_CODES}] WHERE claimed_at IS NULL RETURNING 1`,
      [hashOf(code)],
    );
    if (open.length > 0) this.claimUrl = `${this.config.baseUrl}/claim/${code}`;
  }

  async isClaimed(): Promise<boolean> {
    return (
      (await row<{ claimed: boolean }>(this.database.reads, 'SELECT claimed_at IS NOT NULL AS claimed FROM instance'))
        ?.claimed ?? false
    );
  }

  async claim(
    input: { code: string; name: string; email: string; instanceName?: string | null },
    web: WebDoor,
    locale: string,
  ): Promise<Person> {
    await this.limits.count(tries, networkBlock(web.req.ip));
    const email = readAddress(input.email);
    if (!email) throw new BadInput('email', 'This is not an e-mail address. It looks like ana@example.org.');
    const person = await this.database.transaction(async (tx) => {
      const made = await this.take(tx, { ...input, hash: hashOf(input.code), email, locale });
      await this.sessions.open(tx, made.id, 'claim', web);
      return made;
    });
    this.claimUrl = null;
    return person;
  }

  /** Claims an instance from its own machine, as commands do: whoever may run them needs no link. */
  async claimHere(of: { name: string; email: string; instanceName: string }): Promise<Person> {
    const made = await this.database.transaction((tx) => this.take(tx, { hash: null, locale: 'en', ...of }));
    this.claimUrl = null;
    return made;
  }

  private async take(
    tx: EntityManager,
    of: { hash: Buffer | null; name: string; email: string; locale: string; instanceName?: string | null },
  ): Promise<Person> {
    const claimed = await row<{ chain_id: string }>(
      tx,
      `UPDATE instance SET claimed_at = clock_now(), claim_hashes = '{}', name = coalesce($2, name) WHERE claimed_at IS NULL AND ($1::bytea IS NULL OR $1 = ANY(claim_hashes)) RETURNING chain_id`,
      [of.hash, of.instanceName?.trim() || null],
    );
    if (!claimed)
      throw new NotFound('This link does not fit. Take the newest one that the server printed when it started.');
    const made = await this.people.make(tx, { name: of.name, email: of.email, locale: of.locale, operator: true });
    await this.log.append(tx, { chainId: claimed.chain_id, type: 'instance.claimed', actorId: made.id, facts: {} });
    return made;
  }
}
