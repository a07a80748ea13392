import { toCredentialSet } from '../../lib/refresh/credential-set.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'ASIAQGAAAAAAEXAMPLE0', AWS_SECRET_ACCESS_KEY: 'x' };
const set = (more: Record<string, string>) =>
  toCredentialSet(
    new Map(Object.entries({ ...KEYS, ...more })),
    Date.parse('2026-11-22T04:00:00Z'),
  );

test.each([
  ['2026-11-22T05:00:00Z', '2026-11-22T04:59:50Z'],
  ['2026-11-22T06:00:00+01:00', '2026-11-22T04:59:50Z'],
  ['2026-11-22T04:00:12Z', '2026-11-22T04:00:11Z'],
  ['2026-11-22T03:00:00Z', '2026-11-22T03:00:00Z'],
])('a set that ends at %s is told to end at %s', (end, told) => {
  const { text, end: real } = set({ AWS_CREDENTIAL_EXPIRATION: end });
  expect(JSON.parse(text).Expiration).toBe(told);
  expect(real).toBe(Date.parse(end));
});

test('what has no end is told to have none', () => {
  const { text, end } = set({});
  expect(JSON.parse(text)).toEqual({
    Version: 1,
    AccessKeyId: KEYS.AWS_ACCESS_KEY_ID,
    SecretAccessKey: 'x',
  });
  expect(end).toBeUndefined();
});

test('what echo would read as an escape is refused', () => {
  expect(() => set({ AWS_SECRET_ACCESS_KEY: 'a\\b' })).toThrow();
});
