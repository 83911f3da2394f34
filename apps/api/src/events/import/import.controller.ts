import { Body, Controller, Post, Req, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { type ImportReport, ImportService } from './import.service.ts';

/** A calendar file into a group; `dryRun=1` only says what would happen. */
@Controller('import')
export class ImportController {
  constructor(private readonly imports: ImportService) {}

  @Op('event.import')
  @Post('calendar')
  @UseInterceptors(FileInterceptor('file', { limits: { fileSize: 2 * 1024 * 1024, files: 1, fields: 4 } }))
  run(
    @Req() request: Request,
    @Body() body: Record<string, string>,
    @UploadedFile() file?: Express.Multer.File,
  ): Promise<ImportReport> {
    if (!file) throw new BadInput('file', 'The file is missing.');
    return this.imports.run(request.actor, String(body['groupId'] ?? ''), {
      bytes: file.buffer,
      dryRun: body['dryRun'] === '1',
      visibility: String(body['visibility'] ?? 'group'),
    });
  }
}
