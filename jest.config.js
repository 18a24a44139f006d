const swc = [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      keepClassNames: true,
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
    },
  },
];

/** One project a kind of test, so that each can be run alone: `npm run test:unit` and so on. */
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx?$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/var'],
  ...more,
});

/** One embedded PostgreSQL for a run, unless TEST_DATABASE_URL names another. */
const onPostgres = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

export default {
  projects: [
    project('unit', [
      '<rootDir>/src/**/*.spec.ts',
      '<rootDir>/src/**/*.spec.tsx',
      '<rootDir>/scripts/**/*.spec.ts',
    ]),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts'], onPostgres),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], onPostgres),
    project('browser', ['<rootDir>/test/browser/**/*.test.ts'], onPostgres),
  ],
  testTimeout: 60_000,
};
