// Run as a process of its own by open-pglite: initdb in a new folder, then gone with the memory it took.
import { renameSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { keepBaseline } from './baseline.ts';

const folder = process.argv[2];
if (!folder) throw new Error('init-pglite needs a folder');
const unfinished = `${folder}.new`;
rmSync(unfinished, { recursive: true, force: true });
keepBaseline();
const pglite = await PGlite.create(unfinished);
await pglite.close();
renameSync(unfinished, folder);
