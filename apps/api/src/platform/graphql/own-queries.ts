import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { Request, Response } from 'express';
import { type DocumentNode, execute } from 'graphql';
import { KnownQueries } from './known-queries.ts';

/** Queries of our own pages, asked inside the server: by the same fields, permissions and masks as from outside. */
@Injectable()
export class OwnQueries {
  constructor(
    private readonly modules: ModuleRef,
    private readonly known: KnownQueries,
  ) {}

  /** The answer as it would have travelled. Throws what a field has thrown. */
  async ask(
    request: Request,
    response: Response,
    of: { document: DocumentNode; variables: Readonly<Record<string, unknown>> },
  ): Promise<Record<string, unknown>> {
    const { schema } = this.modules.get(GraphQLSchemaHost, { strict: false });
    const contextValue = this.known.context(request, response);
    const { data, errors } = await execute({
      schema,
      document: of.document,
      variableValues: { ...of.variables },
      contextValue,
    });
    const [first] = errors ?? [];
    if (first) throw first.originalError ?? first;
    return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  }
}
