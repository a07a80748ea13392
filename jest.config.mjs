const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'es6' },
};

/** The suites by name, each with its files: `node scripts/jest.mjs --selectProjects NAME…`. */
const SUITES = {
  unit: 'test/unit/**/*.test.ts',
  bin: 'test/bin/**/*.test.ts',
  // The package, its picture and guides, and what takes longer than the minute of `npm test` has room for.
  release: 'test/release/*.test.ts',
  e2e: 'test/e2e/!(refresh)*.test.ts',
  // These wait for most of their time, so that others can run beside them.
  refresh: 'test/e2e/refresh*.test.ts',
  plugins: 'test/e2e/plugins/*.test.ts',
  // Sets the clock of the whole machine, where it may (VAULTRUN_TEST_CLOCK=yes): nothing can run beside it.
  clock: 'test/e2e/clock/*.test.ts',
};

export default {
  projects: Object.entries(SUITES).map(([displayName, files]) => ({
    displayName,
    testMatch: [`<rootDir>/${files}`],
    transform: { '^.+\\.ts$': ['@swc/jest', swc] },
    extensionsToTreatAsEsm: ['.ts'],
    testEnvironment: 'node',
  })),
  // Tests of --refresh wait for most of their time, beside one another.
  maxConcurrency: 8,
  testTimeout: 60_000,
};
