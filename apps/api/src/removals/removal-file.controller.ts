import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../platform/actor.ts';
import { NotFound } from '../platform/graphql/errors.ts';
import { Op } from '../platform/policy/op.ts';
import { inLanguage } from '../platform/words/words.ts';
import { RemovalLinks } from './removal-links.service.ts';
import { RemovalPages } from './removal-pages.service.ts';

/** A case as a file for the person whom it is about, to keep or to show to somebody who helps. */
@Controller()
export class RemovalFileController {
  constructor(
    private readonly pages: RemovalPages,
    private readonly links: RemovalLinks,
  ) {}

  @Op('removal.export')
  @Get('removals/:id/case.json')
  own(@Param('id') id: string, @Req() { actor }: Request, @Res() response: Response): Promise<void> {
    return this.send(response, actor, id);
  }

  @Op('link.removal')
  @Get('removal/:token/case.json')
  async linked(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const { actor, caseId } = await this.links.require(token);
    await this.send(response, actor, caseId);
  }

  private async send(response: Response, actor: Actor, id: string): Promise<void> {
    const found = await this.pages.removal(actor, id);
    if (!found?.can.export) throw new NotFound();
    const { can: _, group, version: __, endReason, aboutMe: ___, ...rest } = found;
    const file = {
      format: 'folkmoot-removal/1',
      group: { id: group.id, handle: group.handle, name: group.name },
      ...rest,
      endReason: inLanguage(endReason, actor.locale),
    };
    response.setHeader('Content-Disposition', 'attachment; filename="case.json"');
    response.setHeader('Cache-Control', 'no-store');
    response.type('application/json; charset=utf-8').send(`${JSON.stringify(file, null, 1)}\n`);
  }
}
