import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { Limits, networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { VotingClosed } from '../ballots.graphql.ts';
import { type BlindBallot, BlindBallots } from './blind-ballots.service.ts';

/** Enough for a hall that votes at once behind one address; a guess at a paper takes longer than the vote. */
const OFTEN = { name: 'paper', max: 300, windowSeconds: 60 };

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/**
 * Where the ballots of blind votes are handed in: without a session, and whoever sends one along is turned away before anything is read.
 * The address is counted in the memory of this process only.
 */
@Controller('p/:id')
export class BlindBallotsController {
  constructor(
    private readonly ballots: BlindBallots,
    private readonly limits: Limits,
  ) {}

  @Op('link.paper')
  @Post('ballot')
  @HttpCode(200)
  async cast(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    this.limits.countHere(OFTEN, networkBlock(request.ip));
    if (request.headers.cookie || request.headers.authorization)
      throw new BadInput('cookie', 'Hand this ballot in without signing in: no cookie may come with it.', 'HAS_NAME');
    if (!isUuid(id)) throw new NotFound();
    response.setHeader('Cache-Control', 'no-store');
    const refused = await this.ballots.cast(request.actor, id, ballotOf(body));
    if (!refused) return { recorded: true };
    response.status(409);
    const message = refused.message.in(request.actor.locale);
    if (refused instanceof VotingClosed) return { code: 'VOTING_CLOSED', message, closedAt: refused.closedAt };
    return { code: refused.code, message, option: refused.option };
  }
}

/** What was sent as a ballot, of the forms that the validator reads. Throws BAD_USER_INPUT naming the field. */
function ballotOf(body: unknown): BlindBallot {
  const given = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Record<
    string,
    unknown
  >;
  for (const [field, isForm] of Object.entries(forms))
    if (given[field] != null && !isForm(given[field])) throw new BadInput(field, 'This answer can not be read.');
  const { token, signature, commitment, option, options, points, ranking, abstain } = given as unknown as BlindBallot;
  return { token, signature, commitment, ...defined({ option, options, points, ranking, abstain }) };
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Partial<T>;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isList = (value: unknown, of: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(of);
const isPoints = (value: unknown): boolean => {
  const { option, points } = (value ?? {}) as { option?: unknown; points?: unknown };
  return isText(option) && Number.isSafeInteger(points);
};

const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  option: isText,
  options: (value) => isList(value, isText),
  points: (value) => isList(value, isPoints),
  ranking: (value) => isList(value, (rank) => isList(rank, isText)),
  abstain: (value) => typeof value === 'boolean',
};
