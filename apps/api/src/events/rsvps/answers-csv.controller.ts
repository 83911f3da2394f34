import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { rsvpStatuses } from '#libs/governance';
import { Database } from '../../platform/database/database.ts';
import { Op } from '../../platform/policy/op.ts';
import { AnsweringStore } from './answering.store.ts';
import { answersCsv } from './answers-csv.ts';
import { AnswerDesk } from './desk.service.ts';
import { DeskSide } from './desk-side.service.ts';
import { DeskStore } from './desk.store.ts';

const MOST = 20_000;

/** The answers of an event as a file, for hosts. */
@Controller()
export class AnswersCsvController {
  constructor(
    private readonly database: Database,
    private readonly desk: AnswerDesk,
    private readonly side: DeskSide,
    private readonly store: DeskStore,
    private readonly answering: AnsweringStore,
  ) {}

  @Op('event.attendees.export')
  @Get('e/:id/answers.csv')
  async csv(@Param('id') id: string, @Req() { actor }: Request, @Res() response: Response): Promise<void> {
    const event = await this.desk.event(this.database.reads, actor, id, 'event.attendees.export');
    const facts = await this.answering.facts(this.database.reads, event.id, { personId: actor.personId });
    const of = { statuses: rsvpStatuses, first: MOST, after: null };
    const answers = await this.store.list(this.database.reads, event.id, of);
    await this.database.transaction((tx) => this.side.record(tx, actor, { event, log: 'event.attendees.exported' }));
    response.setHeader('Content-Disposition', 'attachment; filename="answers.csv"');
    response.setHeader('Cache-Control', 'no-store');
    response.type('text/csv; charset=utf-8').send(answersCsv(answers, facts?.questions ?? []));
  }
}
