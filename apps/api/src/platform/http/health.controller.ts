import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Database } from '../database/database.ts';
import { Op } from '../policy/op.ts';

/** Whether the process lives, and whether it can serve. */
@Controller()
export class HealthController {
  constructor(private readonly database: Database) {}

  @Op('health.read')
  @Get('livez')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Op('health.read')
  @Get('readyz')
  async ready(@Res() response: Response): Promise<void> {
    const isReady = await this.database.isReachable();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ok' : 'the database cannot be reached' });
  }
}
