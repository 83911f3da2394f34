import { join } from 'node:path';
import vueI18n from '@intlify/unplugin-vue-i18n/vite';
import tailwind from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import icons from 'unplugin-icons/vite';
import { defineConfig, type Plugin } from 'vite';
import { documentsApart } from './documents-apart.ts';
import { withoutParser } from './without-parser.ts';
import { wordsApart } from './words-apart.ts';

/** The latin cuts of the two fonts are on every page: the browser learns of them with the document, not with the sheet. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-latin-fonts',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /-latin-wght-normal.*\.woff2$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
            injectTo: 'head' as const,
          })),
    },
  };
}

const api = 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    documentsApart(),
    withoutParser(),
    wordsApart(),
    vue(),
    tailwind(),
    icons({ compiler: 'vue3' }),
    vueI18n({
      include: join(import.meta.dirname, 'src/locales/*/*.json'),
      runtimeOnly: true,
      dropMessageCompiler: true,
      fullInstall: false,
    }),
    preloadFonts(),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    outDir: join(import.meta.dirname, '../../dist/apps/web'),
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    // The latin cuts keep their names: the pages that mailed links open have no build, and their sheet names them.
    rollupOptions: {
      output: {
        // The first script names every file that a part may need; the manifest knows which is whose.
        chunkFileNames: 'assets/[hash:7].js',
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('-latin-wght-normal.woff2'))
            ? 'assets/[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
    // A font inlined as data: would be refused by the content policy.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/graphql': api, '/files': api, '/live': api, '/auth': api },
  },
});
