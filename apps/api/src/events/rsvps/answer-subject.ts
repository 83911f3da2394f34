import type { Subject } from '../../platform/policy/policy.service.ts';
import type { EventRow } from '../events.store.ts';

/** What the permission table is asked about an answer. `named`: a host, or somebody whom a host has asked. `groupVisibility` where it is known already. */
export function answerSubject(of: {
  groupId: string;
  visibility: string;
  groupVisibility?: string;
  guests: boolean;
  named: boolean;
}): Subject {
  const cases: Readonly<Record<string, string>> = { public: 'public', unlisted: 'unlisted', invited: 'invite-only' };
  return {
    groupId: of.groupId,
    case: cases[of.visibility] ?? (of.groupVisibility ? `group-${of.groupVisibility}` : 'group'),
    own: of.named,
    flags: { 'object:guestRsvp': of.guests },
  };
}

/** The same for somebody who may see the event: whoever sees one for invited people is one of them. */
export function readerSubject({ group_id: groupId, visibility, guest_rsvp: guests }: EventRow): Subject {
  return answerSubject({ groupId, visibility, guests, named: visibility === 'invited' });
}
