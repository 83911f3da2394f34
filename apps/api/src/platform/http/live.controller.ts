import { type BeforeApplicationShutdown, Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ActorSource, type Actor } from '../actor.ts';
import { Database } from '../database/database.ts';
import { BadInput, TooMany } from '../graphql/errors.ts';
import { isId } from '../ids.ts';
import { Bus, type Hint } from '../outbox/bus.ts';
import { Op } from '../policy/op.ts';
import { networkBlock } from '../limits.ts';
import { LiveTopics } from './live-topics.ts';
import { say } from '../words/words.ts';

const BEAT_MS = 25_000;
const MAX_TOPICS = 30;
const MAX_STREAMS = 10;
const MAX_BEHIND_BYTES = 64 * 1024;

/** One stream of hints `{topic, id, version}` for the open pages of a person; what changed is read again by the normal way. */
@Controller('live')
export class LiveController implements BeforeApplicationShutdown {
  readonly #open = new Map<string, number>();
  readonly #streams = new Set<Response>();

  constructor(
    private readonly bus: Bus,
    private readonly topics: LiveTopics,
    private readonly database: Database,
    private readonly actors: ActorSource,
  ) {}

  @Op('realtime.subscribe')
  @Get()
  async stream(@Req() request: Request, @Res() response: Response, @Query('topics') asked?: string): Promise<void> {
    const topics = readTopics(asked);
    const who = request.actor.personId ?? networkBlock(request.ip);
    const mine = this.#open.get(who) ?? 0;
    if (mine >= MAX_STREAMS) throw new TooMany(60);
    this.#open.set(who, mine + 1);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Never used for a second request: an idle connection would hold up the end of the process.
      Connection: 'close',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 3000\n\n');
    this.#streams.add(response);
    const stop = this.bus.subscribe(
      (hints) =>
        void this.push(
          request,
          response,
          hints.filter((hint) => topics.has(hint.topic)),
        ),
    );
    const beat = setInterval(() => response.write(': still here\n\n'), BEAT_MS);
    response.on('close', () => {
      clearInterval(beat);
      stop();
      this.#streams.delete(response);
      const left = (this.#open.get(who) ?? 1) - 1;
      if (left > 0) this.#open.set(who, left);
      else this.#open.delete(who);
    });
  }

  /** An open stream would hold up the end of the process; pages come back to the next one by themselves. */
  beforeApplicationShutdown(): void {
    for (const response of this.#streams) response.end();
  }

  /** Asks again at each push who this is and whether they may read the topic: a sign-out or an ended spell closes the tap. */
  private async push(request: Request, response: Response, hints: readonly Hint[]): Promise<void> {
    if (hints.length === 0 || response.destroyed) return;
    if (response.writableLength > MAX_BEHIND_BYTES) return void response.destroy();
    const actor: Actor = await this.actors.of(request);
    if (actor.personId !== request.actor.personId) return void response.destroy();
    for (const { topic, version } of hints) {
      const [kind, id] = topic.split(':') as [string, string];
      if (await this.topics.mayRead(this.database.reads, actor, kind, id))
        response.write(`data: ${JSON.stringify({ topic: kind, id, version })}\n\n`);
    }
  }
}

function readTopics(asked: string | undefined): Set<string> {
  const topics = (asked ?? '').split(',').filter(Boolean);
  const good =
    topics.length > 0 &&
    topics.length <= MAX_TOPICS &&
    topics.every((topic) => /^[a-z]+:/.test(topic) && isId(topic.slice(topic.indexOf(':') + 1)));
  if (!good) throw new BadInput('topics', say`Name 1 to ${MAX_TOPICS} topics, such as event:<id>.`);
  return new Set(topics);
}
