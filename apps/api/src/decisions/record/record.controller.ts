import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Conflict } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { RecordText } from './record-text.service.ts';
import { Boards } from '../secret/boards.service.ts';
import { RecordService } from './record.service.ts';

/** A closed vote as files: to check it, to count it elsewhere, to keep it. */
@Controller('p/:id')
export class RecordController {
  constructor(
    private readonly record: RecordService,
    private readonly boards: Boards,
    private readonly texts: RecordText,
  ) {}

  @Op('proposal.results.read')
  @Get('decision.json')
  async json(@Param('id') id: string, @Req() { actor }: Request, @Res() response: Response): Promise<void> {
    const bundle = await this.record.bundle(actor, id);
    send(response, { type: 'application/json', name: 'decision.json', text: `${JSON.stringify(bundle, null, 1)}\n` });
  }

  @Op('proposal.read')
  @Get('record.md')
  async markdown(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.record.requireSettled(request.actor, id);
    send(response, { type: 'text/markdown', ...(await this.texts.markdown(request, response, id)) });
  }

  @Op('ballot.board.read')
  @Get('board.json')
  async board(@Param('id') id: string, @Req() { actor }: Request, @Res() response: Response): Promise<void> {
    const board = await this.boards.of(actor, id);
    if (!board) throw new Conflict('A secret vote has a board once it has closed; a vote with names has none.');
    send(response, { type: 'application/json', name: 'board.json', text: `${JSON.stringify(board, null, 1)}\n` });
  }

  @Op('proposal.voters.read')
  @Get('ballots.csv')
  async csv(@Param('id') id: string, @Req() { actor }: Request, @Res() response: Response): Promise<void> {
    send(response, { type: 'text/csv', name: 'ballots.csv', text: await this.record.csv(actor, id) });
  }

  @Op('proposal.results.read')
  @Get('ballots.blt')
  async blt(@Param('id') id: string, @Req() { actor }: Request, @Res() response: Response): Promise<void> {
    send(response, { type: 'text/plain', name: 'ballots.blt', text: await this.record.blt(actor, id) });
  }
}

function send(response: Response, { type, name, text }: { type: string; name: string; text: string }): void {
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('Cache-Control', 'no-store');
  response.type(`${type}; charset=utf-8`).send(text);
}
