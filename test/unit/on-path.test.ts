import { withNamedPath } from '../../lib/process/on-path.ts';

test.each([
  ['/a:/b', '/a:/b'],
  [':/a', '/a'],
  ['/a:', '/a'],
  ['/b::/a::', '/b:/a'],
  // Named by whoever set it.
  ['.:node_modules/.bin:/a', '.:node_modules/.bin:/a'],
  [':', '/dev/null'],
  ['', '/dev/null'],
])('of the PATH %j a shell gets %j', (PATH, given) => {
  expect(withNamedPath({ PATH, A: 'b' })).toEqual({ PATH: given, A: 'b' });
});

test('without a PATH it is not what the shell would take, which may be the working directory', () => {
  expect(withNamedPath({ A: 'b' })).toEqual({ PATH: '/usr/local/bin:/usr/bin:/bin', A: 'b' });
});
