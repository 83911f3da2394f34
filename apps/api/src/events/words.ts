/** The words of an event's link pages and its page without script. */
const en = {
  confirmTitle: 'Confirm your answer',
  confirm: {
    going: (n: number) => (n === 1 ? 'You are coming.' : `You are coming with ${n - 1} more.`),
    maybe: () => 'You may come.',
    no: () => 'You can not come.',
  },
  confirmButton: 'Confirm',
  expired: 'This link has been used, is older than a day, or was never one of ours.',
  back: 'To the event',
  tasks: 'Tasks and things to bring',
  status: {
    going: (n: number) => (n === 1 ? "You're going." : `You're going, ${n} places.`),
    maybe: () => 'You said maybe.',
    no: () => "You can't go.",
    waitlisted: () => "You're on the waitlist. When a place frees, we write to you.",
    offered: () => 'A place is free for you. Take it with the button below.',
    removed: () => 'The hosts have taken you off the list.',
  } as Record<string, (n: number) => string>,
  position: (n: number) => `You're number ${n} on the waitlist.`,
  full: 'There are not that many places left. Your answer stays as it was.',
  closed: 'This event takes no more answers.',
  manageTitle: 'Your answer',
  goingButton: "I'm going",
  noButton: "I can't go",
  companions: 'People I bring',
  change: 'Change',
  keep: 'Keep the link in the mail: with it you can change your answer.',
  rsvp: 'Are you coming?',
  cancelled: 'Cancelled',
};

const de: typeof en = {
  confirmTitle: 'Antwort bestätigen',
  confirm: {
    going: (n) => (n === 1 ? 'Du kommst.' : `Du kommst und bringst ${n - 1} mit.`),
    maybe: () => 'Du kommst vielleicht.',
    no: () => 'Du kannst nicht.',
  },
  confirmButton: 'Bestätigen',
  expired: 'Dieser Link wurde schon benutzt, ist älter als einen Tag oder war nie einer von uns.',
  back: 'Zum Treffen',
  tasks: 'Aufgaben und Mitbringsel',
  status: {
    going: (n) => (n === 1 ? 'Du bist dabei.' : `Du bist dabei, ${n} Plätze.`),
    maybe: () => 'Du hast vielleicht gesagt.',
    no: () => 'Du kannst nicht.',
    waitlisted: () => 'Du stehst auf der Warteliste. Wird ein Platz frei, schreiben wir dir.',
    offered: () => 'Ein Platz ist für dich frei. Nimm ihn mit dem Knopf unten.',
    removed: () => 'Die Gastgeber haben dich von der Liste genommen.',
  },
  position: (n) => `Du bist Nummer ${n} auf der Warteliste.`,
  full: 'So viele Plätze sind nicht mehr frei. Deine Antwort bleibt, wie sie war.',
  closed: 'Hier sind keine Antworten mehr möglich.',
  manageTitle: 'Deine Antwort',
  goingButton: 'Ich komme',
  noButton: 'Ich kann nicht',
  companions: 'Leute, die ich mitbringe',
  change: 'Ändern',
  keep: 'Behalte den Link in der Mail: damit kannst du deine Antwort ändern.',
  rsvp: 'Kommst du?',
  cancelled: 'Abgesagt',
};

export type EventWords = typeof en;

export function eventWords(locale: string): EventWords {
  return locale.startsWith('de') ? de : en;
}

/** "Saturday 13 March 2026, 13:00 to 17:00" on the event's own clock. */
export function whenText(
  event: { start_local: string; end_local: string; zone: string; all_day: boolean },
  locale: string,
): string {
  const at = (wall: string): Date => new Date(`${wall}Z`);
  const day = new Intl.DateTimeFormat(locale.startsWith('de') ? 'de' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  if (event.all_day) return day.format(at(event.start_local));
  const sameDay = event.start_local.slice(0, 10) === event.end_local.slice(0, 10);
  const to = locale.startsWith('de') ? 'bis' : 'to';
  return `${day.format(at(event.start_local))}, ${hour.format(at(event.start_local))} ${to} ${sameDay ? '' : `${day.format(at(event.end_local))}, `}${hour.format(at(event.end_local))}`;
}

/** Where it is, in one line, as far as somebody may know: those who come see more than others, hosts alone what is for hosts. */
export function placeText(
  event: { place_name: string; place_address: string; online_url: string | null; location_shown: string },
  isGoing: boolean,
): string {
  const isShown = event.location_shown === 'everyone' || (event.location_shown === 'attendees' && isGoing);
  return [event.place_name, ...(isShown ? [event.place_address, event.online_url] : [])].filter(Boolean).join(', ');
}
