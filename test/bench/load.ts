import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** One request of a load: what is posted, or null for a GET, and where. */
export interface Shot {
  readonly path: string;
  readonly body: string | null;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Keeps a number of connections to one server open and sends over them. */
export class Gun {
  readonly #agent: Agent;
  readonly #url: URL;

  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  }

  fire(shot: Shot): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: this.#url.hostname,
          port: this.#url.port,
          path: shot.path,
          method: shot.body === null ? 'GET' : 'POST',
          headers:
            shot.body === null
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(shot.body) },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => (text += part));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(shot.body ?? undefined);
    });
  }

  /** Sends for so long, `width` at a time; gives how many were answered. Throws at the first answer that is not 200. */
  async hammer(next: () => Shot, width: number, milliseconds: number): Promise<number> {
    const until = performance.now() + milliseconds;
    let answered = 0;
    const worker = async (): Promise<void> => {
      while (performance.now() < until) {
        const { status, text } = await this.fire(next());
        if (status !== 200) throw new Error(`${status}: ${text.slice(0, 300)}`);
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
    return answered;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The processor time that a process has used by now, all its threads together, in microseconds. */
export function processorTime(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return (
    readdirSync(tasks).reduce(
      (sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
      0,
    ) / 1000
  );
}

/** The memory that a process holds, in megabytes. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
