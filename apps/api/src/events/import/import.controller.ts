import { Body, Controller, Post, Req, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Limits } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { FollowedService } from './followed.service.ts';
import type { ImportReport } from './import-report.ts';
import { reportIn } from './import-words.ts';
import { ImportService } from './import.service.ts';

/** Addresses that one person may have fetched. */
const fetches = { name: 'calendar-fetch', max: 30, windowSeconds: 3600 };

/** A calendar file, or what stands at an address, into a group; `dryRun=1` only says what would happen. */
@Controller('import')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly followed: FollowedService,
    private readonly limits: Limits,
  ) {}

  @Op('event.import')
  @Post('calendar')
  @UseInterceptors(FileInterceptor('file', { limits: { fileSize: 10 * 1024 * 1024, files: 1, fields: 5 } }))
  async run(
    @Req() request: Request,
    @Body() body: Record<string, string>,
    @UploadedFile() file?: Express.Multer.File,
  ): Promise<ImportReport> {
    const groupId = String(body['groupId'] ?? '');
    const report = await this.imports.run(request.actor, {
      groupId,
      bytes: file ? file.buffer : await this.at(request, groupId, String(body['url'] ?? '')),
      dryRun: body['dryRun'] === '1',
      visibility: String(body['visibility'] ?? 'group'),
    });
    return reportIn(request.actor.locale, report);
  }

  private async at(request: Request, groupId: string, url: string): Promise<Uint8Array> {
    if (url.trim() === '') throw new BadInput('file', 'The file is missing.');
    await this.limits.count(fetches, request.actor.personId ?? 'nobody');
    return this.followed.bytesAt(request.actor, groupId, url);
  }
}
