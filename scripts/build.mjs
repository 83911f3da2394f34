// Builds what is stale: the API by nest build (tsc), the web by GraphQL codegen and Vite, side by side. `--quiet` prints only failures.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isStale, root, stamp } from './stale.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

function run(name, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(bin(name), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ${args.join(' ')} failed:\n${output}`))));
  });
}

const recipes = {
  async api() {
    rmSync(join(root, 'dist/apps/api'), { recursive: true, force: true });
    rmSync(join(root, 'dist/libs'), { recursive: true, force: true });
    rmSync(join(root, 'dist/api.tsbuildinfo'), { force: true });
    await run('nest', ['build', 'api']);
  },
  async web() {
    await run('graphql-codegen', ['--silent', '--config', 'codegen.ts']);
    await run('vite', ['build', 'apps/web', '--logLevel', 'warn']);
    await run('vite', ['build', 'apps/web', '--config', 'apps/web/vite.record.config.ts', '--logLevel', 'warn']);
  },
};

/** Builds the stale ones of these parts; tells each begun and ended by a line. */
export async function build(names, say) {
  const stale = names.filter(isStale);
  await Promise.all(
    stale.map(async (part) => {
      say(`… Building the ${part === 'api' ? 'server' : 'pages'}`);
      const from = performance.now();
      await recipes[part]();
      stamp(part);
      say(`… The ${part === 'api' ? 'server is' : 'pages are'} built (${((performance.now() - from) / 1000).toFixed(1)} s)`);
    }),
  );
}

if (process.argv[1]?.endsWith('build.mjs')) {
  const say = process.argv.includes('--quiet') ? () => {} : (line) => console.log(line);
  try {
    await build(['api', 'web'], say);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
