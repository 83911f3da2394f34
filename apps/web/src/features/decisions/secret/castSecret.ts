import { canonicalJson } from '#libs/log';
import { CastSecretBallotDocument, type CastBallotInput, type ProposalPartsFragment } from '../../../gql/graphql.ts';
import { act } from '../../../platform/ask.ts';
import { choiceOf, noteRecorded, noteSent, seal, sentOf } from './receipts.ts';

type Ballot = Pick<CastBallotInput, 'option' | 'options' | 'points' | 'ranking' | 'abstain'>;

/**
 * Seals an answer here and hands it in; says why it was refused, or null. Where an answer of the server was lost, the same ballot goes again
 * under its first seal, so that it is recorded once.
 */
export async function castSecret(proposal: ProposalPartsFragment, answer: Ballot): Promise<string | null> {
  const { id, rulesHash, secret, textVersion } = proposal;
  const choice = choiceOf(answer);
  const earlier = sentOf(id);
  const isAgain = earlier !== null && canonicalJson(earlier.choice) === canonicalJson(choice);
  const receipt = isAgain ? earlier : seal({ id, rulesHash: rulesHash! }, choice);
  if (!earlier) noteSent(id, receipt);
  const { nonce, commitment } = receipt;
  const input = { proposalId: id, ...answer, textVersion, nonce, commitment };
  const { castSecretBallot: said } = await act(CastSecretBallotDocument, { input });
  const keeps = secret?.receipts ?? true;
  if (said.__typename === 'SecretBallotRecorded') {
    noteRecorded(id, keeps ? receipt : null);
    return null;
  }
  const wasFirst = said.__typename === 'BallotRefused' && said.code === 'ALREADY_VOTED' && earlier;
  if (wasFirst) noteRecorded(id, keeps ? earlier : null);
  return said.message;
}
