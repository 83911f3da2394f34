import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { ExportFormat } from '#libs/money';

/** What each format is sent as. */
export const exportTypes: Readonly<Record<ExportFormat, { type: string; ending: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  json: { type: 'application/json; charset=utf-8', ending: 'json' },
  hledger: { type: 'text/plain; charset=utf-8', ending: 'hledger.journal' },
  ledger: { type: 'text/plain; charset=utf-8', ending: 'ledger' },
  beancount: { type: 'text/plain; charset=utf-8', ending: 'beancount' },
};

/** Sends what is read as fast as it is taken. Who goes away in the middle ends the reading; what fails ends the file, so that it is not whole. */
export async function sendPieces(
  pieces: AsyncIterable<string>,
  response: Response,
  of: { type: string; ending: string; name: string },
): Promise<void> {
  response.setHeader('Content-Type', of.type);
  response.setHeader('Content-Disposition', `attachment; filename="${of.name}.${of.ending}"`);
  response.setHeader('Cache-Control', 'no-store');
  try {
    await pipeline(Readable.from(pieces), response);
  } catch (error) {
    if (!response.destroyed || !response.headersSent) throw error;
  }
}
