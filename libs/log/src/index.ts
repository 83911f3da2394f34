// Canonical JSON, the hash chain, the Merkle root, ballot commitments, ballot papers signed blindly: run alike by the server, the browser and the offline verifier.
export { ballotCommitment, boardRoot } from './ballot-commitment.ts';
export type { OpenBallot } from './ballot-commitment.ts';
export { blindPaper, isPaperOf, openPaper, PAPER_BYTES, paperMessage } from './ballot-paper.ts';
export type { BallotPaper, PaperVote } from './ballot-paper.ts';
export { canonicalJson } from './canonical.ts';
export { chainHash, genesis, merkleRoot, verifyChain } from './chain.ts';
export type { ChainEntry, ChainVerdict, Digest } from './chain.ts';
export { fromHex, toHex } from './hex.ts';
