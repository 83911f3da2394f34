import {
  CastBallotDocument,
  CastByLinkDocument,
  TakeBackBallotDocument,
  TakeBackByLinkDocument,
  type CastBallotInput,
} from '../../../gql/graphql.ts';
import { act } from '../../../platform/ask.ts';
import type { Proposal, Refused } from './ballotForm.ts';

/** What the box says: the vote with the ballot in it, or why it was not taken. */
export type Boxed = { readonly proposal: Proposal } | { readonly fault: Refused | string };

/** Where a ballot goes: by the session of whoever is signed in, or by the link of a mail. */
export interface BallotBox {
  /** Keeps what is not cast yet apart from that of others on the same device. */
  readonly key: string;
  readonly cast: (input: Omit<CastBallotInput, 'proposalId'>) => Promise<Boxed>;
  readonly takeBack: () => Promise<Boxed>;
}

/** The ballot of whoever is signed in. */
export function ownBox(proposalId: string): BallotBox {
  return {
    key: `ballot-${proposalId}`,
    cast: async (input) => {
      const { castBallot } = await act(CastBallotDocument, { input: { proposalId, ...input } });
      return castBallot.__typename === 'Proposal' ? { proposal: castBallot } : { fault: castBallot };
    },
    takeBack: async () => {
      const { takeBackBallot } = await act(TakeBackBallotDocument, { proposalId });
      return takeBackBallot.__typename === 'Proposal'
        ? { proposal: takeBackBallot }
        : { fault: takeBackBallot.message };
    },
  };
}

/** The ballot of the one elector whom a link in a mail names. */
export function linkBox(token: string): BallotBox {
  return {
    key: `ballot-link-${token.slice(0, 8)}`,
    cast: async (input) => {
      const { castByLink } = await act(CastByLinkDocument, { token, input });
      return castByLink.__typename === 'LinkedBallot' ? castByLink : { fault: castByLink };
    },
    takeBack: async () => {
      const { takeBackByLink } = await act(TakeBackByLinkDocument, { token });
      return takeBackByLink.__typename === 'LinkedBallot' ? takeBackByLink : { fault: takeBackByLink.message };
    },
  };
}
