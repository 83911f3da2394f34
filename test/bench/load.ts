import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** One request of a load: what is posted, or null for a GET, and where. */
export interface Shot {
  readonly path: string;
  readonly body: string | Buffer | null;
  readonly method?: 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly etag: string | undefined;
}

/** Keeps connections to one server open and sends over them, `width` at a time. */
export class Gun {
  readonly #agent: Agent;
  readonly #url: URL;
  readonly #width: number;

  constructor(url: string, width = 16) {
    this.#width = width;
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: width, scheduling: 'fifo' });
  }

  fire({ path, body, method, headers }: Shot): Promise<Answer> {
    const posting =
      body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: this.#url.hostname,
          port: this.#url.port,
          path,
          method: method ?? (body === null ? 'GET' : 'POST'),
          headers: { ...posting, ...headers },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts), etag: answer.headers.etag }),
          );
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
  }

  /** Sends for so long; gives how many were answered. Throws at the first refusal. */
  async hammer(next: () => Shot, milliseconds: number): Promise<number> {
    const until = performance.now() + milliseconds;
    let answered = 0;
    const worker = async (): Promise<void> => {
      while (performance.now() < until) {
        const { status, body } = await this.fire(next());
        if (status >= 400) throw new Error(`${status}: ${body.toString().slice(0, 300)}`);
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: this.#width }, worker));
    return answered;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The processor time that a process has used by now, all its threads together, in microseconds. */
export function processorTime(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const used = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
  );
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1000;
}

/** The memory that a process holds, or the most it ever held, in megabytes. */
export function memoryOf(pid: number, which: 'now' | 'most' = 'now'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number((which === 'now' ? /VmRSS:\s+(\d+)/ : /VmHWM:\s+(\d+)/).exec(status)![1]) / 1024;
}
