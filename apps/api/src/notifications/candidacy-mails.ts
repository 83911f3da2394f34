import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CandidacyLinks } from '../decisions/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { candidacyWords } from './candidacy-words.ts';
import { Post } from './post.service.ts';
import { instantText } from './vote-letters.service.ts';

interface Election {
  title: string;
  author_id: string;
  opens_at: Date;
  zone: string;
  group_name: string;
  name: string;
  by_name: string;
}

/** Mails of elections before they open: whoever was named is asked, with a link that needs no sign-in; the author hears who does not stand. */
@Injectable()
export class CandidacyMails {
  constructor(
    private readonly post: Post,
    private readonly links: CandidacyLinks,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('CandidateAsked', (tx, happening) => this.asked(tx, happening));
    handlers.on('CandidateDeclined', (tx, happening) => this.declined(tx, happening));
  }

  private async asked(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const [proposalId, personId] = [String(payload['proposalId']), String(payload['personId'])];
    const election = await this.election(tx, { proposalId, personId, state: 'asked' });
    if (!election) return;
    await this.post.toAll(tx, [personId], { kind: 'candidate-asked', key: id, groupId }, async (_, { locale }) => {
      const words = candidacyWords(locale);
      const token = await this.links.make(tx, { proposalId, personId, opensAt: election.opens_at });
      return {
        subject: words.askedSubject(election.title),
        lines: [
          words.askedLine(election.by_name, election.title, election.group_name),
          words.askedUntil(instantText(election.opens_at, election.zone, locale)),
        ],
        button: { label: words.askedButton, path: `/stand/${token}` },
      };
    });
  }

  private async declined(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const [proposalId, personId] = [String(payload['proposalId']), String(payload['personId'])];
    const election = await this.election(tx, { proposalId, personId, state: 'declined' });
    if (!election || election.author_id === personId) return;
    await this.post.toAll(tx, [election.author_id], { kind: 'candidate-declined', key: id, groupId }, (_, to) => {
      const words = candidacyWords(to.locale);
      return {
        subject: words.declinedSubject(election.name),
        lines: [words.declinedLine(election.name, election.title)],
        button: { label: words.declinedButton, path: `/p/${proposalId}` },
      };
    });
  }

  private election(
    tx: EntityManager,
    of: { proposalId: string; personId: string; state: string },
  ): Promise<Election | null> {
    return row<Election>(
      tx,
      `SELECT p.title, p.author_id, p.opens_at, g.zone, g.name AS group_name, q.name, n.name AS by_name FROM candidacy c JOIN proposal p ON p.id = c.proposal_id AND p.status = 'announced'
       JOIN folk_group g ON g.id = p.group_id JOIN person q ON q.id = c.person_id JOIN person n ON n.id = c.named_by WHERE c.proposal_id = $1 AND c.person_id = $2 AND c.state = $3`,
      [of.proposalId, of.personId, of.state],
    );
  }
}
