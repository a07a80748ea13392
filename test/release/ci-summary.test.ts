import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

describe('the end of a run of CI', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vaultrun-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const summary = (...args: string[]) =>
    execFileSync(process.execPath, [resolve('.ci/summary.mjs'), ...args], { encoding: 'utf8' });
  /** A report as jest writes it; each file has the messages of its failures. */
  const report = (suite: string, passed: number, files: Record<string, string[]>) => {
    const testResults = Object.entries(files).map(([name, messages]) => ({
      name,
      message: messages.join('\n'),
      assertionResults: messages.map((message, i) => ({
        fullName: `${name} ${i}`,
        status: 'failed',
        failureMessages: [`\u001b[31m${message}\u001b[0m`],
      })),
    }));
    const counts = { numPassedTests: passed, numPendingTests: 1, numTodoTests: 0 };
    const success = Object.values(files).flat().length === 0;
    const file = join(folder, `${suite}.json`);
    writeFileSync(file, JSON.stringify({ ...counts, success, testResults }));
    return file;
  };

  test('names what failed, and what passed only when it was run again', () => {
    report('unit', 10, {});
    report('bin', 5, { 'a.test.ts': ['too late'] });
    report('bin-again', 6, {});
    report('e2e', 7, { 'b.test.ts': ['wrong', 'gone'] });
    report('e2e-again', 8, { 'b.test.ts': ['wrong'] });
    expect(summary(folder, 'unit', 'bin', 'e2e', 'clock').split('\n')).toEqual([
      'ci: UNSTEADY (passed when run again): bin: a.test.ts 0',
      '    too late',
      'ci: FAILED: e2e: b.test.ts 0',
      '    wrong',
      'ci: FAILED: e2e: b.test.ts 1',
      '    gone',
      '23 passed, 2 failed, 3 skipped',
      '',
    ]);
  });

  test('a file that cannot be loaded is one that failed', () => {
    const file = join(folder, 'unit.json');
    const testResults = [{ name: 'x.test.ts', message: 'no such module', assertionResults: [] }];
    const counts = { numPassedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    writeFileSync(file, JSON.stringify({ ...counts, success: false, testResults }));
    expect(summary(folder, 'unit')).toMatch(
      /^ci: FAILED: unit: the file\n.*\n0 passed, 1 failed\n/,
    );
  });

  test.each([
    ['few', { a: ['1', '2'], b: ['3'] }, 'a\nb\n'],
    ['many tests', { a: ['1', '2', '3', '4', '5'] }, ''],
    ['many files', { a: ['1'], b: ['2'], c: ['3'] }, ''],
    ['none', {}, ''],
  ])('%s that failed: which files are run again', (_many, files, again) => {
    expect(summary('--again', report('e2e', 1, files))).toBe(again);
  });

  test('no report: none is run again', () => {
    expect(summary('--again', join(folder, 'none.json'))).toBe('');
  });
});
