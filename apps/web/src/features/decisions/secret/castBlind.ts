import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { ballotCommitment, blindPaper, isPaperOf, openPaper, toHex } from '#libs/log';
import { TakeBallotPaperDocument, type CastBallotInput, type ProposalPartsFragment } from '../../../gql/graphql.ts';
import { act } from '../../../platform/ask.ts';
import { locale, say } from '../../../platform/words.ts';
import { drawnOf, noteChange, noteDrawn, notePaper, type Paper, paperOf } from './papers.ts';
import { choiceOf, noteRecorded } from './receipts.ts';

type Ballot = Pick<CastBallotInput, 'option' | 'options' | 'points' | 'ranking' | 'abstain'>;
type Vote = Pick<ProposalPartsFragment, 'id' | 'secret' | 'rulesHash'>;

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const voteOf = ({ id, secret }: Vote): { proposal: string; key: string } => ({ proposal: id, key: secret!.paperKey! });

/**
 * Has a paper signed under one's name and opens it here; says why it was refused, or null. A paper that was drawn before and never answered
 * goes again as it was, so that a lost answer costs nobody their vote.
 */
export async function takePaper(proposal: Vote): Promise<string | null> {
  const vote = voteOf(proposal);
  const drawn = drawnOf(proposal.id) ?? blindPaper(sha384, vote, random);
  noteDrawn(proposal.id, drawn);
  const input = { proposalId: proposal.id, blinded: drawn.blinded };
  const { takeBallotPaper: said } = await act(TakeBallotPaperDocument, { input });
  if (said.__typename !== 'PaperSigned') return said.message;
  const paper = openPaper(sha384, vote, { ...drawn, signed: said.signed });
  if (!paper) return say('paper.unsigned');
  notePaper(proposal.id, paper);
  return null;
}

/** Whether a paper from a file is one of this vote. */
export function isOurs(proposal: Vote, paper: Paper): boolean {
  return isPaperOf(sha384, voteOf(proposal), paper);
}

/** Hands a ballot in with the paper of this browser and without anything that says whose it is; says why it was refused, or null. */
export async function castBlind(proposal: Vote, answer: Ballot): Promise<string | null> {
  const paper = paperOf(proposal.id);
  if (!paper) return say('paper.elsewhere');
  const { token: nonce, signature } = paper;
  const choice = choiceOf(answer);
  const of = { proposal: proposal.id, rulesHash: proposal.rulesHash!, choice, nonce };
  const commitment = toHex(ballotCommitment(sha256, of));
  const response = await globalThis
    .fetch(`/p/${proposal.id}/ballot`, {
      method: 'POST',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { 'content-type': 'application/json', 'accept-language': locale.value },
      body: JSON.stringify({ ...paper, ...answer, commitment }),
    })
    .catch(() => null);
  if (!response) return say('paper.offline');
  if (!response.ok) {
    const said = (await response.json().catch(() => ({}))) as { message?: string };
    return said.message ?? say('paper.failed');
  }
  noteRecorded(proposal.id, { commitment, nonce, signature, choice });
  noteChange();
  return null;
}
