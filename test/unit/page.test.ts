import { readFileSync } from 'node:fs';
import { page } from '../../lib/environment/page.ts';

test('docs/variables.md is what the table says', () => {
  expect(readFileSync(new URL('../../docs/variables.md', import.meta.url), 'utf8')).toBe(page());
});
