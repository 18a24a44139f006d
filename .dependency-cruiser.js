/** Who may import whom: docs/architecture.md in a form that fails. What is not allowed here is an error. */

const features = ['courses', 'news', 'contact'];
const inside = (...names) => names.map((name) => `^src/${name}(/|$)`);
/** Which features' doors stand open to other features: services and the plain types they speak. */
const PRIVATE = '\\.(entity|repository|controller|dto|sql)\\.ts$';

const allowed = {
  kernel: [],
  config: ['kernel'],
  platform: ['config', 'kernel'],
  courses: ['platform', 'kernel'],
  news: ['platform', 'kernel'],
  contact: ['platform', 'kernel'],
  mail: ['platform', 'config', 'kernel'],
  inquiries: ['courses', 'news', 'mail', 'platform', 'config', 'kernel'],
  notifications: ['inquiries', ...features, 'mail', 'platform', 'config', 'kernel'],
  site: ['inquiries', ...features, 'platform', 'config', 'kernel'],
  seed: [],
};

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(allowed).map(([folder, targets]) => ({
      name: `${folder}-imports`,
      severity: 'error',
      comment: `src/${folder} may import ${targets.join(', ') || 'nothing of src'}`,
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: inside(folder, ...targets) },
    })),
    {
      name: 'kernel-is-plain',
      severity: 'error',
      comment: 'the kernel knows neither Nest nor TypeORM, nor any other package',
      from: { path: '^src/kernel/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev'] },
    },
    {
      name: 'features-keep-their-insides',
      severity: 'error',
      comment: 'entities, repositories, controllers and SQL never leave their feature',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: `^src/(courses|news|contact|inquiries|mail)/.*${PRIVATE}`,
        pathNot: '^src/$1/|inquiries\\.dto\\.ts$',
      },
    },
    {
      name: 'only-the-outbox-of-mail',
      severity: 'error',
      comment: 'inquiries append to the outbox and ring the bell; they do not deliver',
      from: { path: '^src/inquiries/' },
      to: { path: '^src/mail/', pathNot: '^src/mail/(outbox|delivery-bell|mail\\.module)\\.ts$' },
    },
    {
      name: 'features-do-not-know-the-root',
      severity: 'error',
      comment: 'the composition root alone knows the seed and every module',
      from: { path: '^src/[^/]+/', pathNot: '^src/seed/' },
      to: { path: '^src/(seed/|[^/]+\\.ts$)' },
    },
    {
      name: 'controllers-do-not-query',
      severity: 'error',
      comment: 'controller -> service -> repository -> entity',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|entity)\\.ts$' },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^(test|bench)/' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-packages-in-production',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
