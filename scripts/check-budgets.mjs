// Size budgets of the built web and the deny list of packages. Part of `npm run check`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { wordsOf } from '../apps/web/words-apart.ts';
import { build } from './build.mjs';
import { root } from './stale.mjs';

await build(['web'], (line) => console.log(line));
const web = join(root, 'dist/apps/web');
const faults = [];

const manifest = JSON.parse(readFileSync(join(web, '.vite/manifest.json'), 'utf8'));
const initial = new Set();
const take = (key) => {
  if (initial.has(key)) return;
  initial.add(key);
  for (const next of manifest[key].imports ?? []) take(next);
};
take(Object.keys(manifest).find((key) => manifest[key].isEntry));
const gzipped = (file) => gzipSync(readFileSync(join(web, file)), { level: 9 }).length;
const sum = (files) => [...new Set(files)].reduce((total, file) => total + gzipped(file), 0);
const js = sum([...initial].map((key) => manifest[key].file));
const css = sum([...initial].flatMap((key) => manifest[key].css ?? []));
const report = (what, bytes, limit) => {
  console.log(`${what}: ${(bytes / 1000).toFixed(1)} kB gz of ${limit}`);
  if (bytes > limit * 1000) faults.push(`${what} is over its budget of ${limit} kB`);
};
report('initial JS', js, 85);
report('initial CSS', css, 15);
// The words of the reader's language are waited for too; English stands for all.
const pages = join(root, 'apps/web/src');
const words = (file) => sum(wordsOf(join(pages, file)).map((area) => manifest[`src/locales/en/${area}.json`].file));
report('words of the frame', words('main.ts'), 4);
const most = readdirSync(join(pages, 'pages')).filter((file) => file.endsWith('.vue')).map((file) => ({ file, bytes: words(`pages/${file}`) }));
const page = most.toSorted((a, b) => b.bytes - a.bytes)[0];
report(`words of the page that says most (${page.file})`, page.bytes, 33);
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry && gzipped(chunk.file) > 60_000) faults.push(`${key} is a lazy part over 60 kB`);
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
const denied = { request: '*', vm2: '*', 'graphql-upload': '*', fastify: '*', 'typeorm-pglite': '*', primevue: '*', lucia: '*', passport: '*' };
const atLeast = { '@apollo/server': '5.5.0', nodemailer: '9.0.0', multer: '2.2.0', ws: '8.21.0', 'sanitize-html': '2.17.3' };
const number = (version) => version.split(/[.-]/).slice(0, 3).map(Number);
const isOlder = (a, b) => {
  const [x, y] = [number(a), number(b)];
  for (let at = 0; at < 3; at += 1) if (x[at] !== y[at]) return x[at] < y[at];
  return false;
};
for (const [path, entry] of Object.entries(lock)) {
  if (!path.startsWith('node_modules/') || entry.dev) continue;
  const name = path.split('node_modules/').at(-1);
  if (denied[name]) faults.push(`${name} is on the deny list`);
  if (atLeast[name] && isOlder(entry.version, atLeast[name])) faults.push(`${name} ${entry.version} is older than ${atLeast[name]}`);
}

// What `npm ci --omit=dev` brings on a machine, types apart: the prescribed packages bring 236, sixty-six more are allowed.
const production = new Set();
const whereIs = (from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const path = `${at && `${at}/`}node_modules/${name}`;
    if (lock[path]) return path;
    if (!at) return undefined;
  }
};
const install = (from, name) => {
  const path = whereIs(from, name);
  if (!path || production.has(path)) return;
  production.add(path);
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = lock[path];
  for (const next of Object.keys(dependencies)) install(path, next);
  for (const next of Object.keys(peerDependencies)) if (!peerDependenciesMeta[next]?.optional) install(path, next);
};
for (const name of Object.keys(lock[''].dependencies)) install('', name);
const brought = [...production].filter((path) => !/node_modules\/(@types\/|typescript$)/.test(path)).length;
console.log(`production packages: ${brought} of ${236 + 66}`);
if (brought > 236 + 66) faults.push('more production packages than the budget');
if (!existsSync(join(root, 'schema.graphql'))) faults.push('schema.graphql is missing');
if (readdirSync(join(root, 'docs/decisions')).length === 0) faults.push('no decision record');
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
