import { canonicalJson, chainHash, fromHex, toHex } from '#libs/log';
import { type Ballot, checkBallot, checkRules, count, methods, type Rules, toPlain, weigh } from '#libs/voting';
import { sha256 } from '../../platform/log/group-log.ts';
import { type CountedBallot, ENGINE, inputDigest, plainOf, rulesHash, textHash } from '../hashes.ts';
import { rulesNow } from '../rules-now.ts';
import { boardFault } from './board-fault.ts';
import type { LogLink, ProposalBundle } from './bundle.ts';

/** The checksum of a bundle: SHA-256 over the canonical JSON of everything else in it. */
export function checksumOf(bundle: Omit<ProposalBundle, 'checksum'> & { readonly checksum?: string }): string {
  const { checksum: _, ...rest } = bundle;
  return toHex(sha256(Buffer.from(canonicalJson(plainOf(rest)))));
}

/** What a bundle must satisfy, in the order in which it is asked; each says in words what differs, or null. */
const checks: readonly ((bundle: ProposalBundle) => string | null)[] = [
  (bundle) => (checksumOf(bundle) === bundle.checksum ? null : 'its checksum does not fit its content'),
  rulesFault,
  textsFault,
  ({ rules }) =>
    rules.method in methods && checkRules(rules) === null ? null : 'the rules could not have been opened',
  ballotsFault,
  delegationsFault,
  boardFault,
  (bundle) => {
    const { rules, electors, result } = bundle;
    const digest = inputDigest(rulesNow(rules, bundle), electors.length, weighedBallots(bundle)).toString('hex');
    return digest === result.inputDigest ? null : 'the ballots are not those that were counted';
  },
  countFault,
  logFault,
  takenBackFault,
];

/** The first thing in a bundle that does not hold, in words, or null. Counts every ballot again, offline and from the file alone. */
export function bundleFault(bundle: ProposalBundle): string | null {
  if (bundle.result.engine !== ENGINE)
    return `it was counted by ${bundle.result.engine}, which this version does not know`;
  for (const check of checks) {
    const fault = check(bundle);
    if (fault) return fault;
  }
  return null;
}

function ballotsFault({ rules, added, electors, ballots }: ProposalBundle): string | null {
  const may = new Set(electors.map(({ ref }) => ref));
  if (may.size < electors.length) return 'an elector stands there twice';
  const voted = new Set<string>();
  const asked = rulesNow(rules, { added, withdrawn: {} });
  for (const { ref, choice } of ballots) {
    if (!may.has(ref)) return `${ref} voted and is no elector`;
    if (voted.has(ref)) return `${ref} voted twice`;
    voted.add(ref);
    const fault = checkBallot({ ...asked, reasons: 'off' }, choice, null);
    if (fault) return `the ballot of ${ref} does not fit the question (${fault})`;
  }
  return null;
}

/** Only electors give their word, once each, and only where the frozen rules let them. */
function delegationsFault({ rules, electors, delegations = [] }: ProposalBundle): string | null {
  if (delegations.length > 0 && !rules.delegation) return 'it has delegations, which its rules do not know';
  const may = new Set(electors.map(({ ref }) => ref));
  const given = new Set<string>();
  for (const { from } of delegations) {
    if (!may.has(from)) return `${from} gave their word and is no elector`;
    if (given.has(from)) return `${from} gave their word twice`;
    given.add(from);
  }
  return null;
}

/** The ballots with the votes that they count for, weighed again from who followed whom. */
function weighedBallots({ electors, ballots, board, delegations = [] }: ProposalBundle): Ballot[] & CountedBallot[] {
  if (board) return board.ballots.map(({ choice }) => ({ choice }));
  const { weights } = weigh({
    electors: electors.map(({ ref }) => ref),
    voters: ballots.map(({ ref }) => ref),
    delegations: delegations.map(({ from, to }) => ({ from, to: to ?? '', scope: 'proposal', since: '' })),
  });
  return ballots.map(({ ref, ...ballot }) => {
    const weight = weights.get(ref) ?? 1n;
    return { ...ballot, count: weight, delegated: weight - 1n };
  });
}

const none = { title: '', body: '' };
const wordsOf = ({ title, body }: { readonly title: string; readonly body: string }) => ({ title, body });

/** What stands to the vote is what was frozen: at the opening, and anew with each amendment, whose entry in the log names the hash before and after. */
function rulesFault({ proposal, rules, rulesHash: said, texts, asked, log, ...frozen }: ProposalBundle): string | null {
  const fault = 'the rules are not those whose hash was frozen';
  const opened = { ...proposal, ...wordsOf(texts?.[0] ?? proposal) };
  if (!asked) return rulesHash(opened, rules, frozen).toString('hex') === said ? null : fault;
  const isEach = asked.every(({ version, options, settings, effects, rulesHash: hash }, at) => {
    const words = at === 0 ? opened : wordsOf(texts?.find((text) => text.version === version) ?? none);
    const kept = {
      ...rules,
      options: options.map(({ id, role }) => (role ? { id, role } : { id })),
      settings,
    } as Rules;
    return rulesHash({ ...opened, ...words, options }, kept, { ...frozen, effects }).toString('hex') === hash;
  });
  const last = asked.at(-1)!;
  const now = rulesHash({ ...proposal, ...wordsOf(texts?.at(-1) ?? none) }, rules, frozen).toString('hex');
  if (!isEach || last.rulesHash !== said || now !== said) return fault;
  const amended = factsOf(log, 'proposal.amended', proposal.id).filter((facts) => facts['rules']);
  const isSaid = asked.slice(1).every(({ version, rulesHash: hash }, at) => {
    const facts = amended[at];
    return facts?.['version'] === version && facts['rules'] === hash && facts['rulesBefore'] === asked[at]!.rulesHash;
  });
  return isSaid && amended.length === asked.length - 1 ? null : 'the log says otherwise of what was amended';
}

/** Each new text is the one whose hash the log took when it was put, and the last is what the ballots are about. */
function textsFault({ proposal, texts, log }: ProposalBundle): string | null {
  if (!texts) return null;
  const last = texts.at(-1);
  if (!last || last.title !== proposal.title || last.body !== proposal.body || last.round !== proposal.round)
    return 'its text is not the last that was put to the vote';
  const said = factsOf(log, 'proposal.amended', proposal.id);
  if (said.length !== texts.length - 1) return 'the log says otherwise of its amendments';
  const isSaid = texts.slice(1).every((text, at) => {
    const { version, round, text: hash } = said[at]!;
    return (
      version === text.version &&
      round === text.round &&
      hash === textHash({ id: proposal.id, ...text }).toString('hex')
    );
  });
  return isSaid ? null : 'one of its texts is not the one that was put';
}

function countFault(bundle: ProposalBundle): string | null {
  const { rules, electors, result } = bundle;
  const again = count(rulesNow(rules, bundle), weighedBallots(bundle), BigInt(electors.length));
  if (again.verdict !== result.verdict) return `it says ${result.verdict}, the count says ${again.verdict}`;
  const same = canonicalJson(toPlain(again) as object) === canonicalJson(result.output as object);
  return same ? null : 'the figures are not those of the count';
}

/** Each link follows from its text and its predecessor's hash, and they say the same of the opening and the close. */
function logFault({
  log,
  rulesHash: frozen,
  asked,
  electors,
  ballots,
  result,
  proposal,
  board,
}: ProposalBundle): string | null {
  for (const { seq, prevHash, body, hash } of log) {
    if (toHex(chainHash(sha256, fromHex(prevHash), Buffer.from(body))) !== hash)
      return `entry ${seq} of the log does not hold`;
  }
  const opened = factsOf(log, 'proposal.opened', proposal.id).at(-1);
  const closed = factsOf(log, 'proposal.closed', proposal.id).at(-1);
  if (opened?.['rules'] !== (asked?.[0]?.rulesHash ?? frozen) || opened['electors'] !== electors.length)
    return 'the log says otherwise of its opening';
  if (closed?.['digest'] !== result.inputDigest || closed['verdict'] !== result.verdict)
    return 'the log says otherwise of its close';
  if (closed['board'] !== board?.root) return 'the log says otherwise of its board';
  const ruledOut = factsOf(log, 'proposal.objectionRuledOut', proposal.id).length;
  return ballots.filter(({ objection }) => objection).length > ruledOut
    ? 'the log says otherwise of an objection that was ruled out'
    : null;
}

/** The decision by which the log says that this one was taken back, and the instant of that; null where it says nothing of it. */
export function takenBackIn(log: readonly LogLink[], proposalId: string): { by: string; at: string } | null {
  const said = bodiesOf(log).find(
    ({ type, facts }) => type === 'proposal.takenBack' && facts['proposal'] === proposalId,
  );
  return said ? { by: String(said.facts['by']), at: said.at } : null;
}

/** That it still stands, or by what it was taken back, is said by the log too. */
function takenBackFault({ takenBack, log, proposal }: ProposalBundle): string | null {
  const said = takenBackIn(log, proposal.id);
  return said?.by === takenBack?.by && said?.at === takenBack?.at
    ? null
    : 'the log says otherwise of its being taken back';
}

interface LogBody {
  readonly type: string;
  readonly at: string;
  readonly facts: Record<string, unknown>;
}

const bodiesOf = (log: readonly LogLink[]): LogBody[] => log.map(({ body }) => JSON.parse(body) as LogBody);

function factsOf(log: readonly LogLink[], type: string, proposalId: string): Record<string, unknown>[] {
  return bodiesOf(log)
    .filter((body) => body.type === type && body.facts['proposal'] === proposalId)
    .map(({ facts }) => facts);
}
