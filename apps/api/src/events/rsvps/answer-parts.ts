import { Injectable } from '@nestjs/common';
import type { LinkPage } from '../../platform/http/link-page.ts';

type AnswerPart = NonNullable<LinkPage['parts']>[number];
type Source = (of: { eventId: string; personId: string; locale: string }) => Promise<AnswerPart | null>;

/** Registry: what stands on the page of somebody's own answer beside it, for whoever has the link of their mail. */
@Injectable()
export class AnswerParts {
  readonly #sources: Source[] = [];

  add(source: Source): void {
    this.#sources.push(source);
  }

  async of(answer: Parameters<Source>[0]): Promise<AnswerPart[]> {
    const found = await Promise.all(this.#sources.map((source) => source(answer)));
    return found.filter((part) => part !== null);
  }
}
