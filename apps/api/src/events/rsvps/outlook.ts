import { eligibility, type AnswerableEvent, type Question, type RsvpStatus } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import type { PageRow } from '../events.store.ts';
import type { AnswerOutlook } from './rsvp.graphql.ts';

/** What follows where the reader of an event's page says "going" now, alone and with every question answered. */
export function outlookOf(actor: Actor, page: PageRow): AnswerOutlook {
  const { allowed, reason, nextStep, at } = eligibility(rulesOf(page), {
    sees: true,
    known: actor.personId !== null,
    host: page.host,
    invited: page.asked,
    belongs: page.belongs,
    own: page.myRsvp && { status: page.myRsvp.status as RsvpStatus, seats: page.myRsvp.seats },
    answer: 'going',
    companions: (page.myRsvp?.seats ?? 1) - 1,
    answers: null,
  });
  return { allowed, reason, nextStep, at: at === undefined ? null : new Date(at).toISOString() };
}

function rulesOf(page: PageRow): AnswerableEvent {
  const at = (instant: Date | string): number => new Date(instant).getTime();
  const { rules } = page;
  return {
    status: page.status,
    now: at(page.nowAt),
    endAt: at(page.endAt),
    opensAt: rules.opensAt === null ? null : at(rules.opensAt),
    closesAt: at(rules.closesAt ?? page.startAt),
    joinMode: rules.joinMode as AnswerableEvent['joinMode'],
    audience: page.visibility as AnswerableEvent['audience'],
    guests: page.guestRsvp,
    maybe: rules.maybeAllowed,
    companionsMax: page.companionsMax,
    questions: rules.questions as Question[],
    free: page.free,
    waitlist: rules.waitlist as AnswerableEvent['waitlist'],
    queued: page.queued,
  };
}
