import { setFlagsFromString } from 'node:v8';

/**
 * Keeps WebAssembly of this process on V8's baseline compiler; call it before PGlite is loaded. The optimising one takes 600 MB for a
 * single function of PostgreSQL, which no small machine has. `--liftoff-only` does this on the command line only, these do it at run time.
 */
export function keepBaseline(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
