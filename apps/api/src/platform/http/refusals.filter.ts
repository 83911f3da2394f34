import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { readerLocale } from '../actor.ts';
import { isUnreachable } from '../database/unreachable.ts';
import { NotFound, NotUnderstood, Refusal, TooLarge, TooMany, Unavailable } from '../graphql/errors.ts';
import { term } from '../words/words.ts';

/** Answers of routes: refusals in words, everything else with nothing but the request's id. GraphQL has its own `formatError`. */
@Catch()
export class RefusalsFilter implements ExceptionFilter {
  readonly #logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<'http' | 'graphql'>() === 'graphql') throw error;
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return void response.destroy();
    const { status, body } = this.answer(error, request);
    if (error instanceof TooMany) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    response.status(status).json(body);
  }

  private answer(error: unknown, request: Request): { status: number; body: object } {
    if (error instanceof Refusal)
      return {
        status: error.status,
        body: { message: error.words.in(readerLocale(request)), ...error.extensions },
      };
    const status = error instanceof HttpException ? error.getStatus() : ((error as { status?: number }).status ?? 500);
    if (status === 413) return this.answer(new TooLarge(Boolean(request.is('multipart'))), request);
    if (status === 404) return this.answer(new NotFound(), request);
    if (status >= 400 && status < 500) return { ...this.answer(new NotUnderstood(), request), status };
    if (isUnreachable(error)) return this.answer(new Unavailable(), request);
    this.#logger.error(error, request.requestId);
    return {
      status: 500,
      body: {
        message: term('Something went wrong on our side.').in(readerLocale(request)),
        code: 'INTERNAL',
        requestId: request.requestId,
      },
    };
  }
}
