import { answerFault, type AnswerFault, type Question, type Said } from './questions.ts';
import type { RsvpStatus } from './states.ts';

/** An event, as far as answering it is concerned. Instants in milliseconds. */
export interface AnswerableEvent {
  readonly status: string;
  readonly now: number;
  readonly endAt: number;
  /** Null opens at once; without a deadline answers close at the start. */
  readonly opensAt: number | null;
  readonly closesAt: number;
  readonly joinMode: 'open' | 'approval' | 'external' | 'none';
  readonly audience: 'public' | 'unlisted' | 'group' | 'invited';
  readonly guests: boolean;
  readonly maybe: boolean;
  readonly companionsMax: number;
  readonly questions: readonly Question[];
  /** Seats that are free; null without a limit. */
  readonly free: number | null;
  readonly waitlist: 'auto' | 'manual' | 'off';
  /** Whether somebody waits whom a newcomer may not pass. */
  readonly queued: boolean;
}

/** Who answers, where they stand, and what they want to say. `answers` null: they have not been asked yet. */
export interface Answering {
  readonly sees: boolean;
  readonly known: boolean;
  readonly host: boolean;
  readonly invited: boolean;
  /** Whether this event's audience takes them: member of the group, or anybody where the group is open. */
  readonly belongs: boolean;
  readonly own: { readonly status: RsvpStatus; readonly seats: number } | null;
  readonly answer: 'going' | 'maybe' | 'no';
  readonly companions: number;
  readonly answers: readonly Said[] | null;
}

export const refusalReasons = [
  'hidden',
  'cancelled',
  'no-date',
  'draft',
  'over',
  'none',
  'external',
  'not-open',
  'closed',
  'not-invited',
  'not-member',
  'sign-in',
  'removed',
  'no-maybe',
  'companions',
  'question',
  'full',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
export const nextSteps = [
  'answer',
  'request',
  'join-waitlist',
  'wait-until-open',
  'go-elsewhere',
  'sign-in',
  'join-group',
  'ask-host',
  'mend',
] as const;
export type NextStep = (typeof nextSteps)[number];

export interface Eligibility {
  readonly allowed: boolean;
  readonly reason: RefusalReason | null;
  readonly nextStep: NextStep | null;
  /** When it opens or closed, where the reason is one of time. */
  readonly at?: number;
  readonly question?: { readonly questionId: string; readonly fault: AnswerFault };
}

const no = (reason: RefusalReason, nextStep: NextStep | null = null): Eligibility => ({
  allowed: false,
  reason,
  nextStep,
});

/**
 * Whether somebody may give this answer, and what follows (events.md 5), in its order: visible, status, opens and closes, invited, member,
 * removed, companions, questions, seats. Hosts pass what is meant to keep strangers out. The seats themselves are given under the event's lock.
 */
export function eligibility(event: AnswerableEvent, who: Answering): Eligibility {
  return (
    byEvent(event, who) ?? byTime(event, who) ?? byPerson(event, who) ?? byContent(event, who) ?? bySeats(event, who)
  );
}

function byEvent(event: AnswerableEvent, who: Answering): Eligibility | null {
  if (!who.sees) return no('hidden');
  if (event.status === 'cancelled') return no('cancelled');
  if (event.status === 'postponed') return no('no-date');
  if (event.status === 'draft') return no('draft');
  if (event.now >= event.endAt) return no('over');
  if (event.joinMode === 'none') return no('none');
  return event.joinMode === 'external' ? no('external', 'go-elsewhere') : null;
}

/** Declining is possible until the end; coming, only between opening and deadline. */
function byTime(event: AnswerableEvent, who: Answering): Eligibility | null {
  if (who.answer === 'no') return null;
  if (event.opensAt !== null && event.now < event.opensAt && !who.host)
    return { ...no('not-open', 'wait-until-open'), at: event.opensAt };
  const taking = who.answer === 'going' && who.own?.status !== 'going';
  return taking && event.now >= event.closesAt ? { ...no('closed', 'ask-host'), at: event.closesAt } : null;
}

function byPerson(event: AnswerableEvent, who: Answering): Eligibility | null {
  if (who.own?.status === 'removed') return no('removed', 'ask-host');
  if (who.host || who.own) return null;
  if (event.audience === 'invited' && !who.invited) return no('not-invited', 'ask-host');
  if (event.audience === 'group' && !who.belongs) return no('not-member', who.known ? 'join-group' : 'sign-in');
  return !who.known && !event.guests && !who.invited ? no('sign-in', 'sign-in') : null;
}

function byContent(event: AnswerableEvent, who: Answering): Eligibility | null {
  if (who.answer === 'maybe' && !event.maybe) return no('no-maybe', 'mend');
  if (who.answer !== 'going') return null;
  const isCount = Number.isInteger(who.companions) && who.companions >= 0;
  if (!isCount || who.companions > Math.max(event.companionsMax, (who.own?.seats ?? 1) - 1))
    return no('companions', 'mend');
  const question = who.answers && answerFault(event.questions, who.answers);
  return question ? { ...no('question', 'mend'), question } : null;
}

function bySeats(event: AnswerableEvent, who: Answering): Eligibility {
  const yes = (nextStep: NextStep): Eligibility => ({ allowed: true, reason: null, nextStep });
  if (who.answer !== 'going') return yes('answer');
  const holds = who.own?.status === 'going' || who.own?.status === 'offered';
  const had = holds ? who.own!.seats : 0;
  if (event.joinMode === 'approval' && had === 0 && who.own?.status !== 'waitlisted') return yes('request');
  const fits = event.free === null || who.companions + 1 - had <= event.free;
  if (fits && (had > 0 || !event.queued)) return yes('answer');
  if (had > 0 || event.waitlist === 'off') return no('full');
  return { allowed: true, reason: 'full', nextStep: 'join-waitlist' };
}
