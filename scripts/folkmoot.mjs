// `npm run -s folkmoot -- COMMAND …`: the command's own output and nothing else.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root } from './stale.mjs';

try {
  await build(['api'], () => {});
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import(pathToFileURL(join(root, 'dist/apps/api/src/cli.js')).href);
