import type { ValueTransformer } from 'typeorm';

/** int8 is a string from `pg` and a number or bigint from PGlite: in entities it is always a bigint. */
export const asBigInt: ValueTransformer = {
  to: (value: bigint | null | undefined) => (value == null ? value : String(value)),
  from: (value: string | number | bigint | null) => (value == null ? value : BigInt(value)),
};
