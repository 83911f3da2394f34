// `npm start`: builds what is stale, then becomes the server. `--demo`: the same on ./demo-data, filled with the year of a small group.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root } from './stale.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  console.error(`Folkmoot needs Node 24.11 or newer; this is ${process.versions.node}. Run it by "npm start" after "npm ci", which bring their own.`);
  process.exit(1);
}

const isDemo = process.argv.includes('--demo');
if (isDemo) process.env.DATA_DIR ??= join(root, 'demo-data');

try {
  await build(['api', 'web'], (line) => console.log(line));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const main = join(root, 'dist/apps/api/src/main.js');
if (isDemo) {
  console.log('… Filling the demo');
  const filled = spawnSync(process.execPath, [join(root, 'dist/apps/api/src/cli.js'), 'demo'], { stdio: 'inherit' });
  if (filled.status !== 0) process.exit(filled.status ?? 1);
}
if (!existsSync(main)) throw new Error('the server was not built');
await import(pathToFileURL(main).href);
