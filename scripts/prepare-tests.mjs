// Before the tests: typed operations, the built product for the browser stories, and what this machine lacks, as far as it may be installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from './build.mjs';

const chromium = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
const wanted = [
  ...(chromium ? [] : ['chromium']),
  ...(existsSync('/usr/lib/postgresql') ? [] : ['postgresql']),
  ...['hledger', 'ledger', 'khal'].filter((name) => !existsSync(`/usr/bin/${name}`)),
  ...(existsSync('/usr/bin/bean-check') ? [] : ['beancount']),
];
if (wanted.length > 0) {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && Boolean(process.env.CI);
  if (mayInstall) {
    console.log(`Installing ${wanted.join(', ')}`);
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-q'], options);
    for (const name of wanted) if (spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], options).status !== 0) console.warn(`SKIPPED: ${name} could not be installed; what needs it is not tested.`);
  } else console.warn(`SKIPPED: this machine has no ${wanted.join(', no ')}; what needs them is not tested. (As root with CI set they are installed by apt.)`);
}
try {
  await build(['api', 'web'], (line) => console.log(line));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
