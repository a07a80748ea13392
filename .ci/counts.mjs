// Prints the one line that sums jest's JSON reports. A test file that could not even be loaded has
// no tests to count, and counts as one that failed.
// Usage: node counts.mjs REPORT…      a report that is missing adds nothing
import { existsSync, readFileSync } from 'node:fs';

const reports = process.argv
  .slice(2)
  .filter(file => existsSync(file))
  .map(file => JSON.parse(readFileSync(file, 'utf8')));

const sum = (...keys) =>
  reports.flatMap(report => keys.map(key => report[key])).reduce((a, b) => a + b, 0);

const skipped = sum('numPendingTests', 'numTodoTests');
console.log(
  [
    `${sum('numPassedTests')} passed`,
    `${sum('numFailedTests', 'numRuntimeErrorTestSuites')} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', '),
);
