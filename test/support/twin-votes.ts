import { Client } from './client.ts';
import { dropIn, sealWith, takePaper } from './blind-voters.ts';
import { handIn, seal } from './secret-voters.ts';

/** The groups of a twin. */
export const houses = [
  { handle: 'riverside', visibility: 'OPEN' },
  { handle: 'weir', visibility: 'CLOSED' },
] as const;

/** `tally`: the twins have other sums. `names`: the same sums and words, by other people. `words`: another text, and no ballot yet. */
export interface Vote {
  readonly group: 'OPEN' | 'CLOSED';
  readonly differs: 'tally' | 'names' | 'words';
  readonly status: 'OPEN' | 'WITHDRAWN' | 'DRAFT' | 'ANNOUNCED';
  readonly results: 'LIVE' | 'AFTER_OWN' | 'AFTER_CLOSE';
  readonly isSecret: boolean;
  /** Secret from the server's own records too: papers signed blindly. */
  readonly isBlind?: boolean;
}
const plain: Vote = { group: 'OPEN', differs: 'tally', status: 'OPEN', results: 'AFTER_CLOSE', isSecret: false };
const results = ['LIVE', 'AFTER_OWN', 'AFTER_CLOSE'] as const;
export const votes: readonly Vote[] = [
  ...results.map((shown) => ({ ...plain, results: shown })),
  ...results.map((shown) => ({ ...plain, results: shown, differs: 'names' }) as const),
  { ...plain, results: 'LIVE', status: 'WITHDRAWN' },
  { ...plain, isSecret: true },
  { ...plain, isSecret: true, differs: 'names' },
  { ...plain, status: 'DRAFT', differs: 'words' },
  { ...plain, group: 'CLOSED' },
  { ...plain, group: 'CLOSED', results: 'LIVE', differs: 'names' },
  { ...plain, group: 'CLOSED', isSecret: true },
  { ...plain, group: 'CLOSED', status: 'ANNOUNCED', differs: 'words' },
  { ...plain, isSecret: true, isBlind: true },
  { ...plain, group: 'CLOSED', isSecret: true, isBlind: true, differs: 'names' },
];
/** No title is the beginning of another. */
export const titleOf = (at: number): string => `Question-${at + 10}`;

/** One for both twins: what mails and pages say of time is the same. */
export const begun = Date.now();

type Answer = 'yes' | 'no';
/** What three people answer in one twin and in the other. */
const answers: Readonly<Record<Vote['differs'], readonly (readonly Answer[])[]>> = {
  tally: [
    ['yes', 'yes', 'yes'],
    ['no', 'no', 'no'],
  ],
  names: [
    ['yes', 'no', 'no'],
    ['no', 'no', 'yes'],
  ],
  words: [[], []],
};

/** A vote that was put. `known`: the names of options, that have others by chance. */
export interface AskedVote {
  readonly id: string;
  readonly rulesHash: string;
  readonly secret: { readonly paperKey: string };
  readonly options: readonly string[];
  readonly known: readonly (readonly [string, string])[];
}

/** Whether its options are ranked. */
export const isRanked = (n: number): boolean => votes[n]!.differs === 'tally' && n % 2 === 1 && !votes[n]!.isSecret;

/** Puts the vote of that number, with an event that it is about. */
export async function ask(
  author: Client,
  n: number,
  side: 0 | 1,
  { groupId, eventId }: { groupId: string; eventId: string },
): Promise<AskedVote> {
  const { results: showResults, differs, status, isSecret, isBlind } = votes[n]!;
  const made = await author.get<Omit<AskedVote, 'options' | 'known'> & { options: { id: string }[] }>(
    'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id rulesHash secret { paperKey } options { id } } }',
    {
      input: {
        groupId,
        open: status !== 'DRAFT',
        fields: {
          title: titleOf(n),
          eventId,
          method: isRanked(n) ? 'IRV' : 'MAJORITY',
          ...(isRanked(n) ? { options: [{ label: 'yes' }, { label: 'no' }, { label: 'other' }] } : {}),
          ...(differs === 'words' ? { body: `Words of side ${side}` } : {}),
          ...(status === 'ANNOUNCED' ? { opensAt: new Date(begun + 240 * 3_600_000) } : {}),
          closesAt: new Date(begun + (status === 'ANNOUNCED' ? 480 : 5) * 3_600_000),
          ...(isSecret ? { secrecy: isBlind ? 'BLIND' : 'SECRET' } : { showResults }),
          quorum: '1/3',
        },
      },
    },
  );
  const options = made.options.map(({ id }) => id);
  const known = isRanked(n) ? options.map((id, option) => [id, `option-${option}`] as const) : [];
  return { ...made, options, known };
}

/** Two say yes in both twins, three what differs. */
export async function castAll(vote: AskedVote, n: number, side: 0 | 1, voters: readonly Client[]): Promise<void> {
  const { differs, isSecret, isBlind } = votes[n]!;
  if (differs === 'words') return;
  const said: readonly Answer[] = ['yes', 'yes', ...answers[differs][side]!];
  for (const [who, answer] of said.entries()) {
    const by = voters[who]!;
    const reason = who < 2 ? 'Mine' : `Canary ${answer} ${differs === 'tally' ? side : ''}`;
    const stance = answer === 'yes' ? 'agree' : 'disagree';
    if (isBlind) {
      const paper = await takePaper(by, vote);
      const { status } = await dropIn(new Client(by.url), vote, sealWith(paper, vote, { option: stance }));
      if (status !== 200) throw new Error(`the ballot was answered by ${status}`);
      continue;
    }
    if (isSecret) {
      const kept = await handIn(by, vote, seal(vote, { option: stance }));
      if (!('recorded' in kept)) throw new Error(`the ballot was answered by ${JSON.stringify(kept)}`);
      continue;
    }
    const choice = isRanked(n) ? { ranking: [[vote.options[answer === 'yes' ? 0 : 1]]] } : { option: stance };
    const { __typename } = await by.get<{ __typename: string }>(
      'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }',
      { input: { proposalId: vote.id, ...choice, reason } },
    );
    if (__typename !== 'Proposal') throw new Error(`the ballot was answered by ${__typename}`);
  }
}
