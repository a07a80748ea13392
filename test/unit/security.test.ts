import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECURITY = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

/** The rows of the tables that say who can see what: those under a heading of their own. */
const ROWS = SECURITY.split('\n### ')
  .slice(1)
  .flatMap(part => part.split('\n## ')[0]?.split('\n') ?? [])
  .filter(
    line => line.startsWith('| ') && !line.startsWith('| who |') && !line.startsWith('| mode |'),
  );

/** The tests that a row names: a file, and the title as it stands in the code. */
const named = (row: string) =>
  [...row.matchAll(/(test\/\S+\.test\.ts) "([^"]+)"/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  }));

test('there are rows', () => {
  expect(ROWS.length).toBeGreaterThan(30);
});

test.each(ROWS.map(row => [row] as const))('%s', row => {
  const tests = named(row);
  if (tests.length === 0) expect(row).toMatch(/\| reasoned, not tested[^|]* \|$/);
  // Nothing is named that is not of that form.
  expect(row.match(/test\/\S+\.test\.ts/g) ?? []).toHaveLength(tests.length);
  for (const { file, title } of tests) {
    expect({ file, there: existsSync(join(ROOT, file)) }).toEqual({ file, there: true });
    const source = readFileSync(join(ROOT, file), 'utf8');
    const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
    expect({ title, there: quoted.some(text => source.includes(text)) }).toEqual({
      title,
      there: true,
    });
  }
});
