// The walls of ARCHITECTURE.md as rules a machine checks. The list of features IS the architecture: each may use what stands left of it.
const order = ['platform', 'identity', 'groups', 'discussions', 'decisions', 'removals', 'events', 'money', 'notices'];
const mayUse = {
  ...Object.fromEntries(order.map((name, at) => [name, order.slice(0, at)])),
  notifications: order,
  demo: [...order, 'notifications'],
};
const feature = (name) => `^apps/api/src/${name}/`;
const features = Object.keys(mayUse).join('|');
const spec = '\\.spec\\.ts$';
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-circular', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('not-to-unresolvable', {}, { couldNotResolve: true, pathNot: ['^~icons/', '^virtual:', '^@intlify/unplugin-vue-i18n/messages'] }),
    rule('libs-are-pure', { path: '^libs/', pathNot: ['^libs/calendar/', spec] }, { pathNot: '^libs/' }),
    rule('calendar-uses-two-packages', { path: '^libs/calendar/', pathNot: spec }, { pathNot: ['^libs/', '^node_modules/(ical-generator|ical\\.js)/'] }),
    rule('libs-do-not-see-each-other', { path: '^libs/([^/]+)/' }, { path: '^libs/', pathNot: '^libs/($1|zone)/' }),
    rule('a-lib-only-by-its-index', { pathNot: '^libs/' }, { path: '^libs/[^/]+/src/(?!index\\.ts$)' }),
    rule('web-does-not-see-api', { path: '^apps/web/' }, { path: '^apps/api/' }),
    rule('web-ui-knows-no-feature', { path: '^apps/web/src/(ui|platform)/' }, { path: '^apps/web/src/(features|pages)/' }),
    rule('a-feature-only-by-its-index', { path: `^apps/api/src/(?:(${features})/)?`, pathNot: spec }, {
      path: `^apps/api/src/(${features})/(?!index\\.ts$)`,
      pathNot: ['^apps/api/src/$1/', feature('platform')],
    }),
    rule('only-stores-query', { path: '^apps/api/src/', pathNot: ['\\.(entity|store)\\.ts$', feature('platform'), '/migrations/'] }, {
      path: '^node_modules/typeorm/',
      dependencyTypesNot: ['type-only'],
    }),
    ...Object.entries(mayUse).map(([name, below]) =>
      rule(`${name}-stays-above`, { path: feature(name) }, { path: `^apps/api/src/(${features})/`, pathNot: [name, ...below].map(feature) }),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^apps/web/src/gql/' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.vue', '.js', '.json'],
      exportsFields: ['exports'],
    },
  },
};
