import { Body, Controller, Post, Req, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { MOST_BYTES } from './statement-files.ts';
import { type Imported, StatementImports } from './statement-imports.service.ts';

/** Statements come by REST, one file at a time, and are read at once: nothing of the file is kept. */
@Controller('statements')
export class StatementsController {
  constructor(private readonly imports: StatementImports) {}

  @Op('statement.import')
  @Post()
  @UseInterceptors(
    FileInterceptor('file', {
      limits: { fileSize: MOST_BYTES, files: 1, fields: 4 },
      defParamCharset: 'utf8',
    } as object),
  )
  take(
    @Req() request: Request,
    @Body() body: Readonly<Record<string, unknown>>,
    @UploadedFile() file?: Express.Multer.File,
  ): Promise<Imported> {
    if (!file) throw new BadInput('file', 'The file is missing.');
    const said = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
    return this.imports.take(request.actor, {
      accountId: said('accountId'),
      bytes: file.buffer,
      csv: said('csv'),
      reason: said('reason'),
    });
  }
}
