import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import type { BallotRefused, VotingClosed } from '../ballots.graphql.ts';
import { choiceView } from '../choices.ts';
import { BallotPapers } from './ballot-papers.service.ts';
import { Boards } from './boards.service.ts';
import { SecretBallots } from './secret-ballots.service.ts';
import {
  BallotBoard,
  CastSecretBallotInput,
  CastSecretBallotResult,
  PaperSigned,
  SecretBallotRecorded,
  TakePaperInput,
  TakePaperResult,
} from './secret.graphql.ts';

@Resolver()
export class SecretResolver {
  constructor(
    private readonly ballots: SecretBallots,
    private readonly boards: Boards,
    private readonly papers: BallotPapers,
  ) {}

  @Op('ballot.cast')
  @Mutation(() => CastSecretBallotResult, {
    description: 'Records a secret ballot for good. The answer is the same whatever was chosen.',
  })
  castSecretBallot(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CastSecretBallotInput }) input: CastSecretBallotInput,
  ): Promise<SecretBallotRecorded | VotingClosed | BallotRefused> {
    return this.ballots.cast(actor, input);
  }

  @Op('ballot.paper.take')
  @Mutation(() => TakePaperResult, {
    description:
      'Signs the ballot paper of a blind vote without seeing it. The ballot is handed in at /p/:id/ballot, without a session.',
  })
  takeBallotPaper(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => TakePaperInput }) input: TakePaperInput,
  ): Promise<PaperSigned | VotingClosed | BallotRefused> {
    return this.papers.take(actor, input);
  }

  @Op('ballot.board.read')
  @Query(() => BallotBoard, {
    nullable: true,
    description:
      'All ballots of a closed secret vote, for everybody who sees its result; null before and for named ones.',
  })
  async ballotBoard(
    @Context('actor') actor: Actor,
    @Args('proposalId', { type: () => ID }) proposalId: string,
  ): Promise<BallotBoard | null> {
    const board = await this.boards.of(actor, proposalId);
    if (!board) return null;
    const { proposal, rulesHash, root, turnout, ballots, paperKey = null } = board;
    const shown = ballots.map(({ choice, ...ballot }) => ({ signature: null, ...ballot, choice: choiceView(choice) }));
    return { proposalId: proposal, rulesHash, root, turnout, paperKey, ballots: shown };
  }
}
