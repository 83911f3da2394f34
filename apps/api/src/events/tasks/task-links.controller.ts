import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { linkPage, type LinkForm } from '../../platform/http/link-page.ts';
import { isId } from '../../platform/ids.ts';
import { Op } from '../../platform/policy/op.ts';
import type { EventRow } from '../events.store.ts';
import { whenText } from '../words.ts';
import { TaskLinks, type LinkAct } from './task-links.service.ts';
import { shiftText, taskWords } from './task-words.ts';
import type { EventTasks, Task } from './tasks.graphql.ts';

const acts: readonly string[] = ['take', 'back', 'accept', 'decline'] satisfies LinkAct[];

/** Tasks by mail: a page that shows, buttons that act. Works without script and without signing in. */
@Controller('l/tasks')
export class TaskLinksController {
  constructor(private readonly links: TaskLinks) {}

  @Op('link.rsvp')
  @Get(':token')
  show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.page(token, request.actor.locale, response, null);
  }

  @Op('link.rsvp')
  @Post(':token')
  async act(
    @Param('token') token: string,
    @Body() body: Record<string, string>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { act = '', task = '', quantity = '', from = '' } = body;
    const { locale } = request.actor;
    const count = quantity === '' ? null : /^\d{1,3}$/.test(quantity) ? Number(quantity) : 0;
    const fault =
      acts.includes(act) && isId(task)
        ? await this.links.act(token, locale, { act: act as LinkAct, taskId: task, quantity: count, fromId: from })
        : null;
    if (fault === null) response.redirect(303, `/l/tasks/${encodeURIComponent(token)}`);
    else await this.page(token, locale, response, fault);
  }

  private async page(token: string, locale: string, response: Response, fault: string | null): Promise<void> {
    const words = taskWords(locale);
    const found = await this.links.page(token, locale);
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.type('html');
    if (!found) {
      response.status(410).send(linkPage({ locale, title: words.title, lines: [words.noLonger] }));
      return;
    }
    const { event, tasks } = found;
    response.status(200).send(
      linkPage({
        locale,
        title: words.title,
        lines: [event.title, whenText(event, locale), ...(tasks.tasks.length === 0 ? [words.none] : [])],
        ...(fault ? { fault } : {}),
        parts: partsOf(event, tasks, locale),
        links: [{ label: words.answer, href: `/l/answer/${encodeURIComponent(token)}` }],
      }),
    );
  }
}

function partsOf(
  event: EventRow,
  { tasks }: EventTasks,
  locale: string,
): { title: string; lines: string[]; forms: LinkForm[] }[] {
  const words = taskWords(locale);
  return tasks.map((task) => ({
    title: task.title,
    lines: [
      [shiftText(task, event.start_local.slice(0, 10), locale), task.place].filter(Boolean).join(', '),
      task.note,
      task.mine ? words.mine(task.mine.quantity, task.unit) : '',
      words.missing(task.wanted - task.taken, task.wanted, task.unit),
      ...task.offeredToMe.map(({ name }) => words.offered(name)),
    ].filter(Boolean),
    forms: event.status === 'scheduled' ? formsOf(task, locale) : [],
  }));
}

function formsOf(task: Task, locale: string): LinkForm[] {
  const words = taskWords(locale);
  const hidden = (act: LinkAct, more: Record<string, string> = {}): LinkForm['fields'] =>
    Object.entries({ act, task: task.id, ...more }).map(([name, value]) => ({
      name,
      label: '',
      type: 'hidden',
      value,
    }));
  const free = task.wanted - task.taken + (task.mine?.quantity ?? 0);
  const counted = task.kind === 'bring' && free > 1;
  const count = {
    name: 'quantity',
    label: words.howMany,
    type: 'number',
    value: String(task.mine?.quantity ?? 1),
  } as const;
  const forms: LinkForm[] = task.offeredToMe.flatMap(({ personId }) => [
    { label: words.accept, fields: hidden('accept', { from: personId })! },
    { label: words.decline, danger: true, fields: hidden('decline', { from: personId })! },
  ]);
  if (free > 0 && (!task.mine || counted))
    forms.push({
      label: task.mine ? words.change : words.take,
      fields: [...hidden('take')!, ...(counted ? [count] : [])],
    });
  if (task.mine) forms.push({ label: words.back, danger: true, fields: hidden('back')! });
  return forms;
}
