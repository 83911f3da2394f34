import { sqlStateOf } from './database.ts';

/** SQLSTATE classes of a server that is not there for us now: connection lost, out of resources, shutting down, starting, waiting too long. */
const classes = new Set(['08', '53', '57']);
const states = new Set(['55P03', '25P03']);
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN']);
/** What `pg` and its pool say without a code. */
const words =
  /^(?:timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error)/;

/** Whether an error means that the database cannot be reached, or not soon enough: the same request may well succeed in a moment. */
export function isUnreachable(error: unknown): boolean {
  const code = sqlStateOf(error) ?? '';
  if (states.has(code) || network.has(code) || (code.length === 5 && classes.has(code.slice(0, 2)))) return true;
  return error instanceof Error && words.test(error.message);
}
