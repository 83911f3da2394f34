import type { Choice, Secrecy } from '#libs/voting';

// Named and secret votes asked alike, in SQL. Each speaks of the proposal `p`.

const current = 'b.proposal_id = p.id AND b.round = p.round AND b.is_current AND b.choice IS NOT NULL';

/** Whether a person has voted: who has is not asked again, and only they themselves learn it while a secret vote is open. */
export function hasVoted(person: string): string {
  return `(CASE WHEN p.secrecy = 'named' THEN EXISTS (SELECT FROM ballot b WHERE ${current} AND b.person_id = ${person})
    ELSE EXISTS (SELECT FROM secret_turnout v WHERE v.proposal_id = p.id AND v.person_id = ${person}) OR EXISTS (SELECT FROM turnout v WHERE v.proposal_id = p.id AND v.person_id = ${person}) END)`;
}

/** How many have voted; of an open secret vote what may be told of it: fives, an hour old at most. */
export const castCount = `(CASE WHEN p.secrecy = 'named' THEN (SELECT count(*) FROM ballot b WHERE ${current})
    WHEN p.status = 'closed' THEN (SELECT count(*) FROM ballot_board b WHERE b.proposal_id = p.id) ELSE coalesce((SELECT s.shown FROM secret_vote s WHERE s.proposal_id = p.id), 0) END)`;

/** What a page needs of secrecy, as one object; the board and who took part are there once the vote is closed. $2 is the viewer. */
export const secrecySql = `json_build_object('secrecy', p.secrecy, 'receipts', p.receipts, 'rulesHash', encode(p.rules_hash, 'hex'), 'cast', ${castCount},
    'paperKey', (SELECT encode(k.modulus, 'hex') FROM paper_key k WHERE k.proposal_id = p.id), 'iTookPart', p.secrecy <> 'named' AND ${hasVoted('$2')},
    'atLeast', coalesce(s.shown, 0), 'root', encode(s.board_root, 'hex'), 'sealedAt', iso(s.sealed_at),
    'board', CASE WHEN p.status = 'closed' AND p.secrecy <> 'named' THEN coalesce((SELECT json_agg(jsonb_build_object('commitment', encode(b.commitment, 'hex'), 'nonce', encode(b.nonce, 'hex'), 'choice', b.choice) || CASE WHEN b.signature IS NULL THEN '{}' ELSE jsonb_build_object('signature', encode(b.signature, 'hex')) END ORDER BY b.commitment) FROM ballot_board b WHERE b.proposal_id = p.id), '[]') END,
    'tookPart', CASE WHEN p.status = 'closed' AND p.secrecy <> 'named' THEN coalesce((SELECT json_agg(json_build_object('id', q.id, 'name', q.name) ORDER BY q.name, q.id) FROM turnout v JOIN person q ON q.id = v.person_id WHERE v.proposal_id = p.id), '[]') END)
    FROM (SELECT 1) one LEFT JOIN secret_vote s ON s.proposal_id = p.id`;

/** The answer to `secrecySql`. */
export interface PageSecrecy {
  readonly secrecy: Secrecy;
  readonly receipts: boolean;
  readonly rulesHash: string | null;
  readonly cast: number;
  /** The modulus that signs ballot papers, from the opening on; only of blind votes. */
  readonly paperKey: string | null;
  readonly iTookPart: boolean;
  readonly atLeast: number;
  readonly root: string | null;
  readonly sealedAt: string | null;
  readonly board: readonly BoardRow[] | null;
  readonly tookPart: readonly { readonly id: string; readonly name: string }[] | null;
}

/** A ballot as it stands on the board. */
export interface BoardRow {
  readonly commitment: string;
  /** Of a blind vote it is the token of the paper. */
  readonly nonce: string;
  readonly choice: Choice;
  /** What makes the token a paper of the vote; only of blind votes. */
  readonly signature?: string;
}
