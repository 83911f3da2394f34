import { ref } from 'vue';
import { recall, remember } from '../../../platform/storage.ts';

/** A ballot paper of a blind vote as this browser holds it: whoever has it votes with it. */
export interface Paper {
  readonly token: string;
  readonly signature: string;
}

/** A paper that was drawn and sent to be signed; the same is sent again where an answer was lost. */
export interface Drawn {
  readonly token: string;
  readonly blinded: string;
  readonly inverse: string;
}

const changes = ref(0);
const held = (id: string): string => `receipt.${id}.paper`;
const drawn = (id: string): string => `receipt.${id}.drawn`;

/** Says that something was kept here, so that both cards of a page show it. */
export function noteChange(): void {
  changes.value += 1;
}

/** Asked by whoever shows what is kept here: they are asked again after each change. */
export function followChanges(): number {
  return changes.value;
}

/** The paper of a vote that this browser has, or null. */
export function paperOf(id: string): Paper | null {
  followChanges();
  return readPaper(recall('local', held(id)));
}

export function notePaper(id: string, paper: Paper): void {
  remember('local', held(id), JSON.stringify(paper));
  noteChange();
}

export function drawnOf(id: string): Drawn | null {
  const read = parsed(recall('local', drawn(id)));
  const { token, blinded, inverse } = read ?? {};
  return isText(token) && isText(blinded) && isText(inverse) ? { token, blinded, inverse } : null;
}

export function noteDrawn(id: string, paper: Drawn): void {
  remember('local', drawn(id), JSON.stringify(paper));
}

/** A paper from this browser or from a file, be it a saved paper or the receipt of a ballot; null for anything else. */
export function readPaper(text: string | null): Paper | null {
  const read = parsed(text);
  const token = read?.['token'] ?? read?.['nonce'];
  const signature = read?.['signature'];
  return isText(token) && isText(signature) ? { token, signature } : null;
}

const isText = (value: unknown): value is string => typeof value === 'string' && /^([0-9a-f]{2})+$/.test(value);

function parsed(text: string | null): Record<string, unknown> | null {
  try {
    return JSON.parse(text ?? 'null') as Record<string, unknown> | null;
  } catch {
    return null;
  }
}
