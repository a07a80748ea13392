import { parse } from '../../lib/command-line/parse.ts';
import { Failed, type Failure } from '../../lib/errors.ts';
import { tell } from '../../lib/failures.ts';
import { type Invocation, toInvocation } from '../../lib/invocation.ts';
import { milliseconds } from '../../lib/notices/session.ts';

type Given = {
  own?: string[];
  words?: string[] | undefined;
  settings?: Record<string, [value: string, origin: string]>;
  env?: Record<string, string>;
};

function invocation(given: Given): Invocation {
  const { own = [], settings = {}, env = {} } = given;
  const words = 'words' in given ? given.words : ['img'];
  const map = new Map(
    Object.entries(settings).map(([name, [value, origin]]) => [
      name,
      { value, origin, ofRepository: origin.endsWith('.env') },
    ]),
  );
  return toInvocation('run', { parsed: parse(own), words, settings: map, env });
}

function failure(given: Given): Failure {
  try {
    invocation(given);
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
  throw new Error('not refused');
}

test.each<[string, Given, string]>([
  ['the word', { own: ['a'], settings: { profile: ['b', 'VAULTRUN_PROFILE'] } }, 'a'],
  ['--profile', { own: ['--profile', 'run'] }, 'run'],
  ['the setting', { settings: { profile: ['b', '.env'] }, env: { AWS_PROFILE: 'c' } }, 'b'],
  ['AWS_PROFILE', { env: { AWS_PROFILE: 'c', AWS_VAULT: 'd' } }, 'c'],
  ['AWS_VAULT', { env: { AWS_PROFILE: '', AWS_VAULT: 'd' } }, 'd'],
])('the profile comes from %s', (_, given, profile) => {
  expect(invocation(given).source.profile).toBe(profile);
});

test('only a profile that the .env chose is announced', () => {
  expect(invocation({ settings: { profile: ['b', '.env'] } }).profileOfRepository).toBe(true);
  expect(invocation({ own: ['a'], settings: { profile: ['b', '.env'] } }).profileOfRepository).toBe(
    false,
  );
  expect(invocation({ settings: { profile: ['b', 'VAULTRUN_PROFILE'] } }).profileOfRepository).toBe(
    false,
  );
});

test('a flag beats a setting, and lists are split', () => {
  const settings: Given['settings'] = {
    region: ['eu-west-1', 'VAULTRUN_REGION'],
    quiet: ['true', 'VAULTRUN_QUIET'],
    pass: ['A, B  TF_VAR_x', 'VAULTRUN_PASS'],
  };
  const made = invocation({ own: ['dev', '--region=us-east-1'], settings });
  expect(made).toMatchObject({ region: 'us-east-1', quiet: true, pass: ['A', 'B', 'TF_VAR_x'] });
});

test.each<[string, Given, RegExp]>([
  ['no --', { own: ['dev'], words: undefined }, /no '--'/],
  ['nothing behind it', { own: ['dev'], words: [] }, /nothing stands behind/],
  ['no profile', {}, /no profile/],
  ['two profiles', { own: ['a', 'b'] }, /2 profiles: 'a' and 'b'/],
  ['two ways', { own: ['a', '--profile=b'] }, /2 profiles/],
  ['an empty profile', { own: [''] }, /empty/],
  ['a profile like an option', { own: ['--profile=--debug'] }, /begin with '-'/],
  ['a profile like a file', { settings: { profile: ['@args', '.env'] } }, /begin with '@'/],
  ['a line break in a profile', { own: ['a\nb'] }, /control character/],
  ['an empty region', { own: ['a', '--region='] }, /empty|region/],
  ['a wrong region', { own: ['a', '--region=eu west'] }, /region/],
  ['a wrong duration', { own: ['a', '--duration=1 hour'] }, /wants a duration/],
  ['a bare number', { own: ['a', '--duration=3600'] }, /wants a duration/],
  ['five digits', { own: ['a', '--mfa-token=12345'] }, /six digits/],
  ['no engine of that name', { own: ['a', '--engine=rkt'] }, /one of docker/],
  [
    'a path as engine',
    { own: ['a'], settings: { engine: ['/tmp/docker', '.env'] } },
    /one of docker/,
  ],
  ['a pattern beyond AWS_', { own: ['a', '--pass=TF_*'] }, /AWS_\* only/],
  ["a pattern of the vault's own", { own: ['a', '--pass=AWS_VAULT_*'] }, /vault's own variables/],
  ['ditto, without the last line', { own: ['a', '--pass=AWS_VAULT*'] }, /vault's own variables/],
  ['a name with =', { own: ['a', '--pass=A=b'] }, /name of a variable/],
  ['the keys of the host', { own: ['a', '--pass=AWS_SECRET_ACCESS_KEY'] }, /vault alone/],
  ['to drop the keys', { own: ['a', '--drop=AWS_SESSION_TOKEN'] }, /cannot take away/],
  ['neither true nor false', { own: ['a'], settings: { quiet: ['si', 'X'] } }, /neither/],
])('%s is refused', (_, given, problem) => {
  expect(tell(failure(given)).error).toMatch(problem);
});

test.each<[string, number]>([
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['1w1d', 691_200_000],
  ['900s', 900_000],
  ['1500ms', 1500],
])('%s are %i milliseconds', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});

test.each(['1h', '90m', '1h30m', '15m0s', '1.5h', '900s', '.5h', '1d', '1w'])(
  '%s is a duration',
  duration => {
    expect(invocation({ own: ['a', `--duration=${duration}`] }).source).toMatchObject({ duration });
  },
);

test('npm, which eats the --, is named in the hint', () => {
  const told = failure({ own: ['a', 'img'], words: undefined, env: { npm_command: 'exec' } });
  expect(tell(told).hints).toEqual([expect.stringContaining('npm exec vaultrun -- a -- img')]);
});

test('a misspelt command is told from a forgotten image', () => {
  const told = failure({ own: ['docter'], words: undefined });
  expect(tell(told).hints).toContain("did you mean 'doctor'?");
});
