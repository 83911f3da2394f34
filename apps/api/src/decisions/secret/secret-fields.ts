import type { SecretLevel } from '#libs/governance';
import { FEWEST_SECRET, mayBeSecret, type Secrecy } from '#libs/voting';
import { BadInput } from '../../platform/graphql/errors.ts';
import type { CheckedProposal } from '../proposal-rules.ts';
import type { ProposalFieldsInput } from '../proposals.graphql.ts';
import type { CheckedQuestion } from '../question.ts';
import { say } from '../../platform/words/words.ts';

/** What a secret vote asks of a form: no objections by name, no reasons, results after the end. Throws BAD_USER_INPUT naming the field. */
export function secretFields(
  input: ProposalFieldsInput,
  question: CheckedQuestion,
  least: SecretLevel | undefined,
): Pick<CheckedProposal, 'secrecy' | 'receipts' | 'reasons' | 'show_results'> {
  const secrecy = (input.secrecy ?? 'named') as Secrecy;
  const receipts = input.receipts ?? true;
  if (secrecy === 'named') {
    return { secrecy, receipts: true, reasons: question.reasons, show_results: input.showResults ?? 'after_own' };
  }
  if (!mayBeSecret(question.method, question.options))
    throw new BadInput(
      'secrecy',
      'Only votes by majority, choice, score or ranking can be secret. An objection or a block has a name.',
    );
  checkLevel(secrecy, least);
  if (secrecy === 'blind' && !receipts)
    throw new BadInput('receipts', 'Here the ballot paper is the receipt: voters need it to change their vote.');
  if (input.reasons && input.reasons !== 'off')
    throw new BadInput('reasons', 'Secret ballots take no reasons: the words would tell who wrote them.');
  if (input.showResults && input.showResults !== 'after_close')
    throw new BadInput('showResults', 'The results of a secret vote are shown after its end.');
  return { secrecy, receipts, reasons: 'off', show_results: 'after_close' };
}

/** Refuses a secret vote that promises less than the rules of the group ask for. */
export function checkLevel(secrecy: Secrecy, least: SecretLevel = 'secret'): void {
  if (secrecy !== 'secret' || least === 'secret') return;
  throw new BadInput(
    'secrecy',
    "The rules of this group ask for more: choose “Secret also from this server's database”, or a vote with names.",
  );
}

/** Refuses to open a secret vote of too few people: nobody could hide among them. */
export function checkElectorate({ secrecy }: { readonly secrecy: Secrecy }, electors: number): void {
  if (secrecy === 'named' || electors >= FEWEST_SECRET) return;
  throw new BadInput(
    'secrecy',
    say`A secret ballot needs ${FEWEST_SECRET} people with a vote; here are ${electors}. With fewer, everybody could guess. Vote with names.`,
    'TOO_FEW_FOR_SECRET',
  );
}
