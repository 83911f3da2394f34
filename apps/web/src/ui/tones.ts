/** Colours with a meaning, as classes of the sheet (`tone-agree`). */
export type Tone = 'brand' | 'accent' | 'ink' | 'sun' | 'agree' | 'abstain' | 'concern' | 'block' | 'danger';

/** done: settled well. wait: someone has to act. stop: ended badly. plain: an edge only. quiet: no ground at all. */
export type ChipTone = 'done' | 'wait' | 'stop' | 'plain' | 'quiet' | 'time';
