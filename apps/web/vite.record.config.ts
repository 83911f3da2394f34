import { join } from 'node:path';
import { mergeConfig, type UserConfig } from 'vite';
import web from './vite.config.ts';

/** The part of the pages that the server runs: records as Markdown. Built so that it needs nothing installed. */
export default mergeConfig(web as UserConfig, {
  define: { navigator: 'undefined' },
  ssr: { noExternal: true },
  build: {
    ssr: join(import.meta.dirname, 'src/record.ts'),
    outDir: join(import.meta.dirname, '../../dist/apps/record'),
    copyPublicDir: false,
    manifest: false,
    rollupOptions: { output: { format: 'es', entryFileNames: 'record.js' } },
  },
} satisfies UserConfig);
