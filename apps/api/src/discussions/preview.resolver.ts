import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Limits } from '../platform/limits.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText } from '../platform/names.ts';
import { Op } from '../platform/policy/op.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { Database } from '../platform/database/database.ts';

const looks = { name: 'text-preview', max: 60, windowSeconds: 60 };

/** What somebody is writing, as its readers will see it. */
@Resolver()
export class PreviewResolver {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly limits: Limits,
  ) {}

  @Op('text.preview')
  @Query(() => String, { description: 'Markdown as HTML, made as for pages. At most 60 a minute for each person.' })
  async textPreview(
    @Context('actor') actor: Actor,
    @Args('text', { type: () => String }) text: string,
  ): Promise<string> {
    await this.policy.require(this.database.reads, actor, 'text.preview', {});
    await this.limits.count(looks, actor.personId!);
    return renderMarkdown(longText('text', text, { what: 'The text', max: 20_000 }));
  }
}
