import { computed, ref, type ComputedRef } from 'vue';
import { RespondDocument, type EventPartsFragment, type RsvpAnswer } from '../../gql/graphql.ts';
import { act } from '../../platform/ask.ts';
import { useActKey } from '../../platform/idempotency.ts';
import { troubleText } from '../../platform/trouble.ts';
import { say } from '../../platform/words.ts';

/** Where somebody stands with an event: it decides which face the RSVP card shows. */
export type RsvpFace =
  | 'ask'
  | 'going'
  | 'maybe'
  | 'no'
  | 'waiting'
  | 'offered'
  | 'cancelled'
  | 'past'
  | 'draft'
  | 'members';

/** The face of the RSVP card for an event at a moment. */
export function rsvpFace(event: EventPartsFragment, now: Date): RsvpFace {
  if (event.status === 'CANCELLED') return 'cancelled';
  if (event.status === 'DRAFT') return 'draft';
  if (new Date(event.endAt) <= now) return 'past';
  const faces = {
    GOING: 'going',
    MAYBE: 'maybe',
    NO: 'no',
    WAITLISTED: 'waiting',
    OFFERED: 'offered',
    REMOVED: 'ask',
  } as const;
  if (event.myRsvp) return faces[event.myRsvp.status];
  return event.can.respond || event.can.respondAsGuest ? 'ask' : 'members';
}

/** The one sentence about places, or nothing where an event has no limit. */
export function placesText(event: EventPartsFragment): string {
  if (event.placesLeft === null || event.placesLeft === undefined) return '';
  if (event.placesLeft > 0) return say('events.placesLeft', { count: event.placesLeft });
  return event.waiting > 0 ? say('events.fullWaiting', { count: event.waiting }) : say('events.fullNow');
}

/** Answering an event: one act with one key, kept over retries; the answer is never guessed where places are short. */
export function useRsvp(event: ComputedRef<EventPartsFragment>) {
  const key = useActKey();
  const busy = ref<RsvpAnswer | 'COMPANIONS' | null>(null);
  const fault = ref('');
  const companions = computed(() => Math.max(0, (event.value.myRsvp?.seats ?? 1) - 1));

  async function send(answer: RsvpAnswer, bring: number, what: RsvpAnswer | 'COMPANIONS'): Promise<void> {
    if (busy.value) return;
    busy.value = what;
    fault.value = '';
    try {
      const { respond } = await act(RespondDocument, {
        input: { eventId: event.value.id, answer, companions: bring, idempotencyKey: key.current() },
      });
      key.answered();
      if (respond.__typename === 'RsvpRefused') fault.value = respond.message;
    } catch (refused) {
      fault.value = troubleText(refused);
    } finally {
      busy.value = null;
    }
  }
  return {
    busy,
    fault,
    companions,
    answer: (answer: RsvpAnswer) => send(answer, answer === 'GOING' ? companions.value : 0, answer),
    bring: (count: number) => send('GOING', count, 'COMPANIONS'),
  };
}
