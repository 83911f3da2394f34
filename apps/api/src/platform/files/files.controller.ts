import type { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { BadInput } from '../graphql/errors.ts';
import { Op } from '../policy/op.ts';
import { MAX_UPLOAD_BYTES } from './accept-upload.ts';
import { Files, type StoredFile } from './files.service.ts';

/** Files go by REST, one at a time: GraphQL multipart would undo the CSRF prevention. */
@Controller('files')
export class FilesController {
  constructor(private readonly files: Files) {}

  @Op('file.upload')
  @Post()
  @UseInterceptors(
    FileInterceptor('file', {
      limits: { fileSize: MAX_UPLOAD_BYTES, files: 1, fields: 2 },
      defParamCharset: 'utf8',
    } as object),
  )
  async upload(
    @Req() request: Request,
    @Body('groupId') groupId: string,
    @UploadedFile() file?: Express.Multer.File,
  ): Promise<object> {
    if (!file) throw new BadInput('file', 'The file is missing.');
    const made = await this.files.upload(request.actor, String(groupId ?? ''), {
      name: file.originalname,
      bytes: file.buffer,
    });
    return {
      id: made.id,
      name: made.name,
      type: made.type,
      bytes: Number(made.bytes),
      width: made.width,
      height: made.height,
    };
  }

  @Op('file.read')
  @Get(':id')
  async read(@Req() request: Request, @Param('id') id: string, @Res() response: Response): Promise<void> {
    const { file, stream } = await this.files.open(request.actor, id);
    sendFile(response, file, stream);
  }
}

/** Sends a stored file so that no browser runs what is in it. */
export function sendFile(response: Response, file: StoredFile, stream: Readable): void {
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', file.bytes);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cache-Control', 'private, max-age=300');
  response.setHeader(
    'Content-Disposition',
    `${file.type.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  );
  stream.on('error', () => response.destroy());
  stream.pipe(response);
}
