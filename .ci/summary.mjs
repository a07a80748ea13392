// Ends a run of CI with what to look at: each test that failed, and each that failed at first and passed when its file
// was run again, with the message; last the one line that sums jest's JSON reports. A file that could not even be
// loaded has no tests to count, and counts as one that failed.
// Usage: node summary.mjs FOLDER SUITE…      reads FOLDER/SUITE.json and FOLDER/SUITE-again.json, which may be missing
//        node summary.mjs --again REPORT     prints the files worth running again: some few tests failed, not a suite
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const MOST_FILES = 2;
const MOST_TESTS = 4;
const MESSAGE_LINES = 14;

const read = file => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

const failuresOf = report =>
  report.testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && message) return [{ file: name, title: 'the file', message }];
    return failed.map(({ fullName, failureMessages }) => ({
      file: name,
      title: fullName,
      message: failureMessages.join('\n'),
    }));
  });

const filesToRunAgain = report => {
  const failures = report ? failuresOf(report) : [];
  const files = [...new Set(failures.map(({ file }) => file))];
  return failures.length <= MOST_TESTS && files.length <= MOST_FILES ? files : [];
};

const counts = { passed: 0, failed: 0, skipped: 0 };

function sum(folder, suite) {
  const report = read(`${folder}/${suite}.json`);
  if (!report) return;
  const unsteady = read(`${folder}/${suite}-again.json`)?.success === true;
  const word = unsteady ? 'UNSTEADY (passed when run again)' : 'FAILED';
  const failures = failuresOf(report);
  for (const { title, message } of failures) {
    const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, MESSAGE_LINES);
    console.log([`ci: ${word}: ${suite}: ${title}`, ...lines].join('\n    '));
  }
  counts.passed += report.numPassedTests + (unsteady ? failures.length : 0);
  counts.failed += unsteady ? 0 : failures.length;
  counts.skipped += report.numPendingTests + report.numTodoTests;
}

const [folder, ...suites] = process.argv.slice(2);
if (folder === '--again') {
  for (const file of filesToRunAgain(read(suites[0]))) console.log(file);
} else {
  for (const suite of suites) sum(folder, suite);
  const { passed, failed, skipped } = counts;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}
