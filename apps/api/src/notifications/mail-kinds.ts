/** The mails that a person may do without, and whether they come until somebody says so. What a person has done or must know comes always. */
export const mailKinds = {
  'day-before': true,
  morning: true,
  after: true,
  hosts: true,
  invitations: false,
  'vote-reminders': true,
  'vote-outcomes': true,
} as const satisfies Record<string, boolean>;
export type MailKind = keyof typeof mailKinds;

/** What one press on "unsubscribe" stops: all reminders, what hosts write, invitations for the calendar, or what is told of votes besides their opening. */
export const mailTopics = {
  reminders: ['day-before', 'morning', 'after'],
  hosts: ['hosts'],
  invitations: ['invitations'],
  votes: ['vote-reminders', 'vote-outcomes'],
} as const satisfies Record<string, readonly MailKind[]>;
export type MailTopic = keyof typeof mailTopics;

/** Whether a text names a topic. */
export function isMailTopic(text: unknown): text is MailTopic {
  return typeof text === 'string' && Object.hasOwn(mailTopics, text);
}
