// What a calendar holds, before it is text. Times are wall times in `zone`, or dates when `allDay` (the end exclusive).

/** A person in a mail's calendar: the organiser, or the one attendee. */
export interface CalendarPerson {
  readonly name: string;
  readonly email: string;
}

/** An entry of a calendar. */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly allDay: boolean;
  readonly title: string;
  readonly description?: string;
  readonly location?: string;
  readonly url?: string;
  /** True for what takes no time of the reader's: waitlisted, perhaps, offered, deadlines, candidates. */
  readonly transparent?: boolean;
  readonly updatedAt: Date;
  /** Makes it the master of a series: the value of an RRULE, and the original starts that are no more. */
  readonly rule?: string;
  readonly exdates?: readonly string[];
  /** Makes it an override: the original start of that date, in the form of the master's. */
  readonly recurrenceId?: string;
  /** The zone of the master, where this date was moved into another. */
  readonly recurrenceZone?: string;
  readonly categories?: readonly string[];
  readonly geo?: { readonly lat: number; readonly lon: number };
  /** A link to join online; also appended to the description, as not every program shows CONFERENCE. */
  readonly conference?: { readonly url: string; readonly label: string };
  readonly image?: { readonly url: string; readonly type: string };
  /** A CSS colour name (RFC 7986). */
  readonly color?: string;
  readonly isPrivate?: boolean;
  /** An alarm so many minutes before the start, where the reader asked for one. */
  readonly alarmMinutes?: number;
  /** For mails only: feeds name nobody. */
  readonly organizer?: CalendarPerson;
  readonly attendee?: CalendarPerson & {
    readonly partstat: 'NEEDS-ACTION' | 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';
    /** True where an answer is wanted. */
    readonly rsvp?: boolean;
  };
}

/** A deadline as a task (`?as=todo`): Google ignores these, so a feed writes short transparent events unless asked. */
export interface CalendarTodo {
  readonly uid: string;
  readonly sequence: number;
  readonly done: boolean;
  /** It need not be done any more. */
  readonly isCancelled?: boolean;
  /** An alarm so many minutes before it is due. */
  readonly alarmMinutes?: number;
  readonly due: string;
  readonly zone: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
  readonly updatedAt: Date;
}

/** A calendar without its entries. A `method` makes it the body of a mail; without one it is a feed. */
export interface CalendarHead {
  readonly name: string;
  readonly description?: string;
  /** The page of what the calendar shows. */
  readonly url?: string;
  /** The address of the feed itself. */
  readonly source?: string;
  readonly uid?: string;
  /** A CSS colour name, and the same as `#rrggbb` for Apple's programs. */
  readonly color?: { readonly name: string; readonly hex: string };
  readonly zone: string;
  readonly method?: 'PUBLISH' | 'REQUEST' | 'CANCEL' | 'REPLY';
  readonly refreshMinutes?: number;
  /** For an empty calendar: the year of its time zone component. */
  readonly year: number;
  /** The version of this server, in PRODID. */
  readonly version?: string;
  /** For mails: the moment of writing, as DTSTAMP (RFC 5545 3.8.7.2); a feed's entries are stamped with their last change. */
  readonly writtenAt?: Date;
}

/** A whole calendar. Without entries it still holds the VTIMEZONE of its zone, because an empty one is no calendar. */
export interface CalendarModel extends CalendarHead {
  readonly events: readonly CalendarEvent[];
  readonly todos?: readonly CalendarTodo[];
}
