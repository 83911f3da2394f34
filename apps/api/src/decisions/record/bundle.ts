import type { Mandate } from '#libs/governance';
import type { Choice, Plain, Rules, Secrecy } from '#libs/voting';
import type { FrozenEffect } from '../hashes.ts';
import type { BoardRow } from '../secret/secret-sql.ts';
import type { AddedOption, StoredOption } from '../question.ts';

/**
 * A closed vote as plain data (`folkmoot-proposal/1`), enough to count it again anywhere: what was asked, under which frozen rules, every
 * counted ballot under a name made for this file, what came out, and the links of the group's log that say so. Hashes are hexadecimal.
 */
export interface ProposalBundle {
  readonly format: 'folkmoot-proposal/1';
  readonly proposal: {
    readonly id: string;
    readonly number: number;
    readonly group: string;
    readonly title: string;
    readonly body: string;
    readonly template: string;
    readonly options: readonly StoredOption[];
    readonly opensAt: string;
    readonly closedAt: string;
    readonly countedAt: string;
    readonly round: number;
    /** Absent in older files: named. */
    readonly secrecy?: Secrecy;
    /** What the papers of a blind vote are signed with, in hexadecimal. Hashed with the rules. */
    readonly paperKey?: string | undefined;
  };
  /** Its words in every version that was voted on, the oldest first. Absent in files made before words could change. */
  readonly texts?: readonly {
    readonly version: number;
    readonly round: number;
    readonly title: string;
    readonly body: string;
  }[];
  /** What stood to the vote with each version, the opening's first. Absent where nothing was amended, and in older files. */
  readonly asked?: readonly AskedVersion[];
  readonly rules: Rules;
  readonly rulesHash: string;
  /** What electors added to the options. */
  readonly added: readonly Omit<AddedOption, 'addedBy'>[];
  /** When each withdrawn option was withdrawn. */
  readonly withdrawn: Readonly<Record<string, string>>;
  readonly electors: readonly { readonly ref: string; readonly weight: 1 }[];
  readonly ballots: readonly { readonly ref: string; readonly choice: Choice; readonly objection?: 'ruled_out' }[];
  /** Whom each elector without a ballot had given their word in the end; null: somebody without a vote. Absent where the rules know no delegation. */
  readonly delegations?: readonly { readonly from: string; readonly to: string | null }[];
  /** The board of a secret vote, in the place of ballots: how many took part (of a blind one: had a paper), and what they chose in the order of commitments. */
  readonly board?: { readonly root: string; readonly turnout: number; readonly ballots: readonly BoardRow[] };
  readonly result: {
    readonly engine: string;
    readonly verdict: string;
    readonly inputDigest: string;
    readonly output: Plain;
  };
  readonly mandate: Mandate;
  readonly effects: readonly (FrozenEffect & { readonly wrote: string | null })[];
  readonly execution: {
    readonly state: string;
    readonly executedAt: string | null;
    readonly failure: string | null;
  } | null;
  /** The decision that has taken this one back, and when, as its link of the log says. Absent where it stands. */
  readonly takenBack?: { readonly by: string; readonly at: string };
  readonly log: readonly LogLink[];
  /** SHA-256 of the canonical JSON of everything above. */
  readonly checksum: string;
}

/** Options and effects of one version, with the hash over them, its words and the rules. */
export interface AskedVersion {
  readonly version: number;
  readonly options: readonly StoredOption[];
  readonly settings: Rules['settings'];
  readonly effects: readonly FrozenEffect[];
  readonly rulesHash: string;
}

/** One entry of the group's log: its body is the text that was hashed behind the entry before. */
export interface LogLink {
  readonly seq: string;
  readonly prevHash: string;
  readonly body: string;
  readonly hash: string;
}
