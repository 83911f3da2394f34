import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { DocumentNode } from 'graphql';
import { CONFIG, type Config } from '../../platform/config.ts';
import { NotFound, Unavailable } from '../../platform/graphql/errors.ts';
import { OwnQueries } from '../../platform/graphql/own-queries.ts';
import { webFolder } from '../../platform/http/pages.controller.ts';

/** What the pages are built to, beside them, for the server: a record is written by the words of its page. */
interface Writer {
  readonly document: DocumentNode;
  write(data: unknown, of: { locale: string; address: string }): { name: string; text: string };
}

/** The record of a decision as Markdown: it asks what its page asks, as the same person, so that it tells nobody more. */
@Injectable()
export class RecordText {
  #writer: Promise<Writer> | null = null;

  constructor(
    private readonly queries: OwnQueries,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async markdown(request: Request, response: Response, id: string): Promise<{ name: string; text: string }> {
    const { document, write } = await this.writer();
    const data = await this.queries.ask(request, response, { document, variables: { id } });
    if (!data['proposal']) throw new NotFound();
    return write(data, { locale: request.actor.locale, address: `${this.config.baseUrl}/p/${id}` });
  }

  private async writer(): Promise<Writer> {
    const path = join(webFolder(), '../record/record.js');
    this.#writer ??= import(pathToFileURL(path).href) as Promise<Writer>;
    try {
      return await this.#writer;
    } catch {
      this.#writer = null;
      throw new Unavailable();
    }
  }
}
