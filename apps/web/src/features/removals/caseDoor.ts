import {
  AppealByLinkDocument,
  AppealRemovalDocument,
  ExtendByLinkDocument,
  ExtendRemovalReplyDocument,
  ReplyByLinkDocument,
  ReplyToRemovalDocument,
} from '../../gql/graphql.ts';
import { act } from '../../platform/ask.ts';

/** How the person concerned acts on a case: signed in, or by the link of a mail. */
export interface CaseDoor {
  readonly file: string;
  readonly isLink: boolean;
  readonly reply: (text: string) => Promise<unknown>;
  readonly extend: () => Promise<unknown>;
  readonly appeal: (reason: string) => Promise<unknown>;
}

export function ownDoor(id: string): CaseDoor {
  return {
    file: `/removals/${id}/case.json`,
    isLink: false,
    reply: (reply) => act(ReplyToRemovalDocument, { id, reply }),
    extend: () => act(ExtendRemovalReplyDocument, { id }),
    appeal: (reason) => act(AppealRemovalDocument, { id, reason }),
  };
}

export function linkDoor(token: string): CaseDoor {
  return {
    file: `/removal/${token}/case.json`,
    isLink: true,
    reply: (reply) => act(ReplyByLinkDocument, { token, reply }),
    extend: () => act(ExtendByLinkDocument, { token }),
    appeal: (reason) => act(AppealByLinkDocument, { token, reason }),
  };
}
