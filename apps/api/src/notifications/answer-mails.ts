import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type AnsweringFacts, AnsweringStore, EventsStore, momentText, pagePath, whenText } from '../events/index.ts';
import { Links } from '../identity/index.ts';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { answerWords } from './answer-words.ts';
import { MailChoices } from './mail-choices.service.ts';
import type { MailTopic } from './mail-kinds.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';

/** Mails about answers: to confirm, confirmed, a place, an offer, yes or no of the hosts, invited. Whoever is signed in sees a plain answer on the page, and gets it as an invitation where they want that. */
@Injectable()
export class AnswerMails {
  constructor(
    private readonly post: Post,
    private readonly events: EventsStore,
    private readonly answering: AnsweringStore,
    private readonly links: Links,
    private readonly choices: MailChoices,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('RsvpToConfirm', (tx, happening) => this.toConfirm(tx, happening));
    handlers.on('RsvpAnswered', (tx, happening) => this.answered(tx, happening));
    handlers.on('RsvpPromoted', (tx, happening) => this.toOne(tx, happening, 'promoted'));
    handlers.on('PlaceOffered', (tx, happening) => this.toOne(tx, happening, 'offered'));
    handlers.on('RsvpApproved', (tx, happening) => this.toOne(tx, happening, 'approved'));
    handlers.on('RsvpDeclined', (tx, happening) => this.toOne(tx, happening, 'declined'));
    handlers.on('RsvpRemoved', (tx, happening) => this.toOne(tx, happening, 'removed'));
    handlers.on('PersonAskedToCome', (tx, happening) => this.toOne(tx, happening, 'invited'));
    handlers.on('AddressAskedToCome', (tx, happening) => this.toAddress(tx, happening));
    handlers.on('RsvpRequested', (tx, happening) => this.toHosts(tx, happening));
  }

  private async toConfirm(tx: EntityManager, { payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const locale = String(payload['locale']);
    const words = answerWords(locale);
    const letter = {
      subject: words.confirmSubject(event.title),
      lines: [words.confirmLine(event.title, whenText(event, locale))],
      button: { label: words.confirmButton, path: `/l/rsvp/${String(payload['token'])}` },
    };
    const to = { personId: null, email: String(payload['email']), locale };
    const group = await this.post.groupName(tx, groupId);
    await this.post.send(tx, to, { kind: 'rsvp-confirm', key: String(payload['pendingId']), group, letter });
  }

  private async answered(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const personId = String(happening.payload['personId']);
    const person = await row<{ signs_in: boolean }>(tx, 'SELECT signs_in FROM person WHERE id = $1', [personId]);
    if (!person?.signs_in) return this.toOne(tx, happening, 'answered');
    const [wants] = await this.choices.wanting(tx, 'invitations', [personId]);
    if (wants && movesCalendar(happening.payload)) await this.toOne(tx, happening, 'answered', 'invitations');
  }

  private async toOne(
    tx: EntityManager,
    { id, payload, groupId }: StoredHappening,
    what: Told,
    unsubscribe?: MailTopic,
  ): Promise<void> {
    const personId = String(payload['personId']);
    const facts = await this.answering.facts(tx, String(payload['eventId']), { personId });
    if (!facts) return;
    await this.post.toAll(tx, [personId], { kind: `rsvp-${what}`, key: id, groupId }, async (_, to) => {
      const letter = { ...letterOf(facts, what, { to, payload }), ...(unsubscribe ? { unsubscribe } : {}) };
      if (what === 'declined' || what === 'removed') return letter;
      const words = answerWords(to.locale);
      const link = { label: buttonOf(words, what), path: `/l/answer/${await this.manage(tx, facts, to)}` };
      const page = { label: words.page, path: pagePath(facts.event) };
      return what === 'answered' ? { ...letter, more: [link, page] } : { ...letter, button: link, more: [page] };
    });
  }

  private async toAddress(tx: EntityManager, { payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    if (!event) return;
    const locale = String(payload['locale']);
    const words = answerWords(locale);
    const letter = {
      subject: words.subject.invited(event.title),
      lines: [words.invited(event.title, whenText(event, locale))],
      button: { label: words.inviteButton, path: `/l/invited/${String(payload['token'])}` },
    };
    const email = String(payload['email']);
    const group = await this.post.groupName(tx, groupId);
    await this.post.send(tx, { personId: null, email, locale }, { kind: 'event-invite', key: event.id, group, letter });
  }

  private async toHosts(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const event = await this.events.find(tx, String(payload['eventId']));
    const who = await row<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [payload['personId']]);
    if (!event || !who) return;
    await this.post.toAll(tx, [event.author_id], { kind: 'rsvp-requested', key: id, groupId }, (_, to) => {
      const words = answerWords(to.locale);
      return {
        subject: words.subject.toDecide(who.name, event.title),
        lines: [words.toDecide(who.name, event.title, whenText(event, to.locale))],
        button: { label: words.toDecideButton, path: `/e/${event.id}/answers` },
      };
    });
  }

  private manage(tx: EntityManager, { event }: AnsweringFacts, to: Recipient): Promise<string> {
    return this.links.make(tx, {
      purpose: 'rsvp',
      personId: to.personId,
      objectId: event.id,
      expiresAt: new Date(event.start_at.getTime() + 7 * 86_400_000),
    });
  }
}

/** Whether an answer puts an event into its person's calendar or takes it out; what a calendar program said itself is there already. */
function movesCalendar({ status, before, source }: StoredHappening['payload']): boolean {
  const moves = status === 'going' || (status === 'maybe' && wasIn(before)) || ends({ status, before, source });
  return (source === 'web' || source === 'mail') && moves;
}

/** Whether an answer of before has the event in its person's calendar. */
const wasIn = (before: unknown): boolean => ['going', 'maybe', 'offered'].includes(String(before));

/** They had the event in their calendar, and do not come any more. */
const ends = ({ status, before, source }: StoredHappening['payload']): boolean =>
  status === 'no' && source !== 'imip' && wasIn(before);

type Told = 'answered' | 'promoted' | 'offered' | 'approved' | 'declined' | 'removed' | 'invited';

function buttonOf(words: ReturnType<typeof answerWords>, what: Told): string {
  if (what === 'offered') return words.offerButton;
  return what === 'invited' ? words.inviteButton : words.change;
}

/** What was said may be old news by now: the place stands in a mail only where its reader may see it at this moment. */
function letterOf(
  facts: AnsweringFacts,
  what: Told,
  { to, payload }: { to: Recipient; payload: StoredHappening['payload'] },
): Letter {
  const words = answerWords(to.locale);
  const { event, own } = facts;
  const { title } = event;
  const when = whenText(event, to.locale);
  const reason = String(payload['reason'] ?? '');
  const place = placeLines(facts, to.locale);
  const plain = (subject: (title: string) => string, ...lines: string[]): Letter => ({
    subject: subject(title),
    lines,
  });
  const seated = (subject: (title: string) => string, line: string, status = 'going'): Letter => ({
    ...plain(subject, line, ...place),
    invitation: { event, status },
  });
  const answered: Readonly<Record<string, () => Letter>> = {
    going: () => seated(words.subject.going, words.going(title, when)),
    waitlisted: () =>
      plain(words.subject.waitlisted, words.waitlisted(title, when, Number(payload['position'] ?? own?.position ?? 1))),
    requested: () => plain(words.subject.requested, words.requested(title, when)),
    maybe: () => ({
      ...plain(words.subject.other, words.other(title, when)),
      ...(payload['source'] === 'imip' ? {} : { invitation: { event, status: 'maybe' } }),
    }),
    no: () => ({
      ...plain(words.subject.other, words.other(title, when)),
      ...(ends(payload) ? { invitation: { event, status: 'no', ends: true } } : {}),
    }),
  };
  const answer = (): Letter =>
    (answered[String(payload['status'])] ?? (() => plain(words.subject.other, words.other(title, when))))();
  const letters: Readonly<Record<Told, () => Letter>> = {
    answered: answer,
    approved: answer,
    promoted: () => seated(words.subject.promoted, words.promoted(title, when)),
    offered: () => {
      const until = own?.offerExpiresAt ? momentText(own.offerExpiresAt, event.zone, to.locale) : when;
      return seated(words.subject.promoted, words.offered(title, when, until), 'offered');
    },
    declined: () => plain(words.subject.declined, words.declined(title, when, reason)),
    removed: () => ({
      ...plain(words.subject.removed, words.removed(title, when, reason)),
      ...(wasIn(payload['before']) ? { invitation: { event, status: 'removed', ends: true } } : {}),
    }),
    invited: () => plain(words.subject.invited, words.invited(title, when), ...place),
  };
  return letters[what]();
}

function placeLines({ seen }: AnsweringFacts, locale: string): string[] {
  const words = answerWords(locale);
  return [
    ...(seen.place ? [words.where(seen.place)] : []),
    ...(seen.placeNote ? [seen.placeNote] : []),
    ...(seen.onlineUrl ? [words.online(seen.onlineUrl)] : []),
  ];
}
