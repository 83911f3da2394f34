/** A mail that came in, as far as anybody here looks at it. Nothing in it proves who sent it. */
export interface IncomingMail {
  readonly messageId: string | null;
  /** Written by a machine (RFC 3834), or a bounce: nobody answers it. */
  readonly isAutomatic: boolean;
  readonly subject: string;
  readonly text: string;
  /** The first calendar part, whatever its method parameter says. */
  readonly calendar: string | null;
}

const CALENDAR = /^(?:text\/calendar|application\/ics)$/;

/** Reads a mail. Throws for one that is nested too deep or has too many headers. */
export async function readMail(bytes: Uint8Array | string): Promise<IncomingMail> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await PostalMime.parse(bytes, {
    maxNestingDepth: 20,
    maxHeadersSize: 64 * 1024,
    attachmentEncoding: 'arraybuffer',
  });
  const header = (name: string): string => mail.headers.find(({ key }) => key === name)?.value.toLowerCase() ?? '';
  const part = mail.attachments.find(({ mimeType }) => CALENDAR.test(mimeType));
  const content = part?.content;
  const automatic = header('auto-submitted');
  return {
    messageId: mail.messageId ?? null,
    isAutomatic:
      (automatic !== '' && automatic !== 'no') ||
      /^(?:bulk|junk|list)$/.test(header('precedence')) ||
      header('content-type').startsWith('multipart/report') ||
      header('return-path') === '<>',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    calendar: content === undefined ? null : typeof content === 'string' ? content : new TextDecoder().decode(content),
  };
}
