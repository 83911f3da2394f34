import { computed, ref, type ComputedRef, type Ref } from 'vue';
import {
  RespondDocument,
  UndoAnswerDocument,
  type EventPartsFragment,
  type RespondInput,
  type RespondMutation,
  type RsvpAnswer,
} from '../../gql/graphql.ts';
import { act } from '../../platform/ask.ts';
import { useActKey } from '../../platform/idempotency.ts';
import { troubleText } from '../../platform/trouble.ts';
import { say } from '../../platform/words.ts';
import { announce, toast } from '../../ui/index.ts';

/** Where somebody stands with an event: it decides which face the RSVP card shows. */
export type RsvpFace =
  | 'ask'
  | 'going'
  | 'maybe'
  | 'no'
  | 'waiting'
  | 'offered'
  | 'requested'
  | 'removed'
  | 'elsewhere'
  | 'open'
  | 'notYet'
  | 'closed'
  | 'full'
  | 'cancelled'
  | 'postponed'
  | 'past'
  | 'draft'
  | 'members';

const faceOfStatus = {
  GOING: 'going',
  MAYBE: 'maybe',
  NO: 'no',
  WAITLISTED: 'waiting',
  OFFERED: 'offered',
  REMOVED: 'removed',
  REQUESTED: 'requested',
} as const;
const faceOfReason = {
  EXTERNAL: 'elsewhere',
  NONE: 'open',
  NOT_OPEN: 'notYet',
  CLOSED: 'closed',
  REMOVED: 'removed',
} as const;

/** The face of the RSVP card for an event at a moment. What may be answered, the server has decided by the one rule. */
export function rsvpFace(event: EventPartsFragment, now: Date): RsvpFace {
  if (event.status === 'CANCELLED') return 'cancelled';
  if (event.status === 'POSTPONED') return 'postponed';
  if (event.status === 'DRAFT') return 'draft';
  if (new Date(event.endAt) <= now) return 'past';
  const status = event.myRsvp?.status;
  if (status && status !== 'INVITED') return faceOfStatus[status];
  const { reason } = event.outlook;
  if (reason && reason in faceOfReason) return faceOfReason[reason as keyof typeof faceOfReason];
  if (reason === 'FULL' && !event.outlook.allowed) return 'full';
  return event.can.respond || event.can.respondAsGuest ? 'ask' : 'members';
}

/** The one sentence about places, or nothing where an event has no limit or its counts are not shown. */
export function placesText(event: EventPartsFragment): string {
  if (event.placesLeft == null) return '';
  if (event.placesLeft > 0) return say('events.placesLeft', { count: event.placesLeft });
  return event.waiting ? say('events.fullWaiting', { count: event.waiting }) : say('events.fullNow');
}

export type Beside = Partial<Pick<RespondInput, 'companions' | 'companionNames' | 'note' | 'hidden' | 'answers'>>;

export interface RsvpCalls {
  readonly busy: Ref<RsvpAnswer | 'UNDO' | null>;
  readonly fault: Ref<string>;
  /** The place that was given up is taken, and the waitlist is open. */
  readonly mayWait: Ref<boolean>;
  readonly companions: ComputedRef<number>;
  /** Answers, and offers to take it back. The refusal in words, or null; what is wrong with a field is thrown. */
  readonly say: (answer: RsvpAnswer, beside?: Beside) => Promise<string | null>;
  /** As `say`, with every trouble in `fault`. */
  readonly answer: (answer: RsvpAnswer) => Promise<void>;
  /** Waits for the place that was given up, with as many as before. */
  readonly wait: () => Promise<void>;
}

/** Answering an event: one act with one key, kept over retries; the answer is never guessed where places are short. */
export function useRsvp(event: ComputedRef<EventPartsFragment>): RsvpCalls {
  const key = useActKey();
  const busy = ref<RsvpAnswer | 'UNDO' | null>(null);
  const fault = ref('');
  const mayWait = ref(false);
  const companions = computed(() => Math.max(0, (event.value.myRsvp?.seats ?? 1) - 1));
  const eventId = computed(() => refOf(event.value));

  async function send(answer: RsvpAnswer, beside: Beside = {}): Promise<string | null> {
    if (busy.value) return null;
    busy.value = answer;
    mayWait.value = false;
    const before = event.value.myRsvp?.status ?? null;
    const bring = answer === 'NO' ? 0 : companions.value;
    try {
      const input = { eventId: eventId.value, answer, companions: bring, ...beside };
      const { respond } = await act(RespondDocument, { input: { ...input, idempotencyKey: key.current() } });
      key.answered();
      if (respond.__typename === 'RsvpRefused') return respond.message;
      offerUndo(respond, before);
      return null;
    } finally {
      busy.value = null;
    }
  }

  function offerUndo(done: Extract<RespondMutation['respond'], { __typename: 'Event' }>, before: string | null): void {
    const status = done.myRsvp?.status;
    if (!status || status === before) return;
    toast(say(`answers.said.${status}`), { label: say('answers.undo'), act: () => void undo() });
  }

  async function undo(orWait = false): Promise<void> {
    busy.value = 'UNDO';
    fault.value = '';
    mayWait.value = false;
    try {
      const { undoAnswer } = await act(UndoAnswerDocument, { eventId: eventId.value, orWait });
      if (undoAnswer.__typename === 'RsvpRefused') {
        fault.value = undoAnswer.message;
        mayWait.value = undoAnswer.nextStep === 'JOIN_WAITLIST';
      } else if (!orWait) announce(say('answers.undone'));
    } catch (refused) {
      fault.value = troubleText(refused);
    } finally {
      busy.value = null;
    }
  }

  async function answer(what: RsvpAnswer): Promise<void> {
    fault.value = '';
    try {
      fault.value = (await send(what)) ?? '';
    } catch (refused) {
      fault.value = troubleText(refused);
    }
  }
  return { busy, fault, mayWait, companions, say: send, answer, wait: () => undo(true) };
}

/** How an event, or a picture of it, is named to the server: its id, with the key of an unlisted event. */
export function refOf(event: Pick<EventPartsFragment, 'id' | 'linkKey'>, id = event.id): string {
  return event.linkKey ? `${id}.${event.linkKey}` : id;
}
