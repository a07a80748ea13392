import fc from 'fast-check';
import { cut, parseWords } from '../../lib/arguments.ts';
import { parse } from '../../lib/command-line/parse.ts';
import { Failed } from '../../lib/errors.ts';
import { tell } from '../../lib/failures.ts';

function refused(own: string[]): string {
  try {
    parse(own);
  } catch (error) {
    if (error instanceof Failed) return tell(error.failure).error;
    throw error;
  }
  return '';
}

test.each([
  [['dev', '--', 'img', 'sh'], ['dev'], ['img', 'sh']],
  [['dev', '--', 'img', '--', '--help', '-v', ''], ['dev'], ['img', '--', '--help', '-v', '']],
  [['--', 'img'], [], ['img']],
  [['dev', '--'], ['dev'], []],
  [['dev'], ['dev'], undefined],
])('%j is cut at the first --', (argv, own, words) => {
  expect(cut(argv)).toEqual({ own, words });
});

test.each<[string[], Record<string, unknown>]>([
  [['dev'], {}],
  [['--no-session', 'dev'], { 'no-session': true }],
  [['-n', 'dev'], { 'no-session': true }],
  [['dev', '-nq'], { 'no-session': true, quiet: true }],
  [['--duration', '1h', 'dev'], { duration: '1h' }],
  [['--duration=1h', 'dev'], { duration: '1h' }],
  [['--pass', 'A', 'dev', '--pass=B'], { pass: ['A', 'B'] }],
  [['--mfa-token', '012345', 'dev'], { 'mfa-token': '012345' }],
])('%j is read', (own, given) => {
  const parsed = parse(own);
  expect(Object.fromEntries(parsed.given)).toEqual(given);
  expect(parsed.positionals).toEqual(['dev']);
});

test.each(['1e3', '007', 'true', '__proto__', 'a.b', '-1'.slice(1), 'with space', 'dev@corp'])(
  'the profile %j stays as it was typed',
  profile => {
    expect(parse(['--quiet', profile]).positionals).toEqual([profile]);
    expect(parse(['--profile', profile]).given.get('profile')).toBe(profile);
  },
);

test.each([
  [['run', 'dev'], 'run', ['dev']],
  [['run', 'run'], 'run', ['run']],
  [['exec'], 'exec', []],
  [['--quiet', 'doctor', 'dev'], 'doctor', ['dev']],
  [['dev', 'run'], undefined, ['dev', 'run']],
])('%j: the first word may be a command', (own, command, positionals) => {
  expect(parse(own)).toMatchObject({ command, positionals });
});

test.each([
  [['--region'], /region/],
  [['--region', '--quiet', 'dev'], /region/],
  [['--region', 'a', '--region', 'b'], /--region is given twice/],
  [['-n', '--no-session'], /--no-session is given twice/],
  [['--quiet=yes', 'dev'], /quiet/],
  [['--regoin', 'x', 'dev'], /unknown option '--regoin'/],
  [['-it', 'dev'], /unknown option '-it'/],
  [['-e', 'A=b', 'dev'], /unknown option '-e'/],
  [['--rm', 'dev'], /unknown option '--rm'/],
  [['--session', 'dev'], /unknown option '--session'/],
  [['--noSession', 'dev'], /unknown option '--noSession'/],
  [['-x', 'dev'], /unknown option '-x'/],
])('%j is refused', (own, problem) => {
  expect(refused(own)).toMatch(problem);
});

test('help is given whatever else is wrong', () => {
  expect(parse(['--help', '--nonsense', '--region']).help).toBe(true);
  expect(parse(['-h']).help).toBe(true);
});

test('words without an option mean the same with and without the parser', () => {
  const word = fc.oneof(fc.constantFrom('run', 'help', 'exec', 'dev', ''), fc.string());
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), words => {
      fc.pre(words.every(each => !each.startsWith('-')));
      expect(outcome(() => parseWords(words))).toEqual(outcome(() => parse(words)));
    }),
  );
});

function outcome<T>(read: () => T): unknown {
  try {
    return read();
  } catch (error) {
    return (error as Failed).failure;
  }
}
