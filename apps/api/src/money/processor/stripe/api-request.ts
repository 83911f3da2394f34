import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { ProcessorFault } from '../processor.port.ts';

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

export interface ApiCall {
  readonly base: string;
  readonly key: string;
  readonly path: string;
  /** What is posted, as a form; a question where it is left out. */
  readonly form?: Readonly<Record<string, string>>;
  /** Names what is asked for, so that asking again does it once. */
  readonly once?: string;
}

/**
 * Asks the processor whose address the operator has configured: no redirect is followed, ten seconds and a megabyte for all of it. Throws
 * `ProcessorFault`, final where the processor says that it is asked for something that cannot be.
 */
export async function apiRequest(call: ApiCall): Promise<Readonly<Record<string, unknown>>> {
  const { status, text } = await send(call).catch((error: unknown) => {
    throw new ProcessorFault(`The processor does not answer: ${(error as Error).message}`, false);
  });
  if (status < 200 || status > 299) throw new ProcessorFault(`The processor answers with ${status}.`, isFinal(status));
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new ProcessorFault('The processor answers in no JSON.', false);
  }
}

/** A conflict, a limit or a fault on its side passes; everything else below 500 stays. */
const isFinal = (status: number): boolean => status < 500 && ![401, 403, 408, 409, 429].includes(status);

function send(call: ApiCall): Promise<{ status: number; text: string }> {
  const url = new URL(call.path, call.base);
  const body = call.form ? new URLSearchParams(call.form).toString() : null;
  const headers = {
    authorization: `Bearer ${call.key}`,
    accept: 'application/json',
    'user-agent': 'Folkmoot',
    ...(call.once ? { 'idempotency-key': call.once } : {}),
    ...(body === null
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }),
  };
  const begin = url.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const options = {
      method: body === null ? 'GET' : 'POST',
      headers,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    const request = begin(url, options, (response) => {
      const pieces: Buffer[] = [];
      let size = 0;
      response.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > MOST_BYTES) response.destroy(new Error('too much'));
        else pieces.push(piece);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
      );
    });
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}
