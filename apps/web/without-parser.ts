import type { Plugin } from 'vite';

const exported = /(export \{[^}]*)\bparse\b/;

/** Documents are parsed when the pages are built, so the parser that urql brings for documents in strings (2 kB) stays at home. */
export function withoutParser(): Plugin {
  return {
    name: 'without-parser',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/graphql.web.mjs')) return null;
      if (!exported.test(code)) throw new Error('graphql.web exports no parser any more: this plugin can go.');
      const refuses = `const refuses = () => { throw new Error('Documents stand in .graphql files.'); };`;
      return { code: code.replace(exported, `${refuses}\n$1refuses as parse`), map: null };
    },
  };
}
