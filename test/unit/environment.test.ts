import fc from 'fast-check';
import { envFileText } from '../../lib/environment/lines.ts';
import { parseAnswer } from '../../lib/environment/parse.ts';
import { matcher } from '../../lib/environment/pattern.ts';
import { select } from '../../lib/environment/select.ts';
import { TABLE } from '../../lib/environment/table.ts';
import { KEYS, ruling } from '../../lib/environment/verdict.ts';
import { Failed } from '../../lib/errors.ts';

const NOW = new Date('2026-01-01T00:00:00Z');

const KEYS_ONLY = 'AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\n';
const LIMITS = { lineBytes: 65_535, trimsEnd: false };
const NOTHING = { pass: [], drop: [] };

describe('the table', () => {
  test('names nothing twice, and gives every row a reason', () => {
    const names = TABLE.flatMap(row => row.names.split(' '));
    expect(new Set(names).size).toBe(names.length);
    expect(TABLE.filter(row => row.reason === '')).toEqual([]);
    expect(names.filter(name => !/^AWS_[A-Z0-9_]+\*?$/.test(name))).toEqual([]);
  });

  test.each([
    ['AWS_SESSION_TOKEN', '', 'vault'],
    ['AWS_VAULT', '', 'vault'],
    ['AWS_VAULT_FILE_PASSPHRASE', '', 'withhold'],
    ['AWS_ENDPOINT_URL_S3', '', 'pass'],
    ['AWS_EC2_METADATA_DISABLED', '', 'pass'],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT', '', 'withhold'],
    ['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', '', 'pass'],
    ['AWS_PAGER', '', 'pass'],
    ['AWS_PAGER', 'cat', 'pass'],
    ['AWS_PAGER', 'less', 'withhold'],
    ['AWS_BEARER_TOKEN_BEDROCK', '', 'withhold'],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', '', 'withhold'],
    ['AWS_CA_BUNDLE', '', 'withhold'],
    ['AWS_KEY_NAME', '', 'pass'],
    // the secret rule and its exceptions
    ['AWS_DEPLOY_TOKEN', '', 'withhold'],
    ['AWS_DB_PASS', '', 'withhold'],
    ['AWS_PASSAGE', '', 'withhold'],
    ['AWS_COMPASS', '', 'pass'],
    ['AWS_MY_KEY', '', 'withhold'],
    ['AWS_MY_KEYS_OLD', '', 'withhold'],
    ['AWS_KEYBOARD', '', 'pass'],
    ['AWS_MY_KEY_ID', '', 'pass'],
    ['AWS_MY_SECRET_ARN', '', 'pass'],
    ['AWS_TOKEN_URL', '', 'pass'],
    // the path rule
    ['AWS_MY_FILE', '', 'withhold'],
    ['AWS_SOME_SOCK', '', 'withhold'],
    ['AWS_SOME_PATH', '', 'pass'],
    ['AWS_ANYTHING_ELSE', '', 'pass'],
  ])('%s=%s: %s', (name, value, verdict) => {
    expect(ruling(name, value).verdict).toBe(verdict);
  });

  test.each(['AWS_DEPLOY_TOKEN', 'AWS_MY_FILE', 'AWS_ACCOUNT_ID', 'AWS_BEARER_TOKEN'])(
    'withholding %s is told',
    name => {
      expect(ruling(name, 'x').told).toBe(true);
    },
  );
});

describe("the vault's answer", () => {
  test.each<[string, string, Record<string, string>]>([
    ['plain', KEYS_ONLY, {}],
    ['a blank line first', `\n${KEYS_ONLY}`, {}],
    ['an = in a value', `${KEYS_ONLY}AWS_SESSION_TOKEN=a=b==\n`, { AWS_SESSION_TOKEN: 'a=b==' }],
    ['others in between', `PATH=/bin\nnonsense\n${KEYS_ONLY}AWS_PROFILE=x\n`, {}],
    ['the same line twice', `${KEYS_ONLY}${KEYS_ONLY}`, {}],
  ])('%s', (_, output, more) => {
    const answer = parseAnswer(output, NOW);
    expect(answer).toEqual({
      variables: new Map(
        Object.entries({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', ...more }),
      ),
    });
  });

  test.each([
    ['nothing', '', 'AWS_ACCESS_KEY_ID is not in it'],
    ['half', 'AWS_ACCESS_KEY_ID=a\n', 'AWS_SECRET_ACCESS_KEY is not in it'],
    [
      'an empty key',
      'AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=\n',
      'AWS_SECRET_ACCESS_KEY is not in it',
    ],
    ['cut off', `${KEYS_ONLY}AWS_SESSION_TOKEN=hal`, 'it breaks off in the middle of a line'],
    [
      'two answers',
      `${KEYS_ONLY}AWS_SECRET_ACCESS_KEY=c\n`,
      'AWS_SECRET_ACCESS_KEY stands there twice',
    ],
    ...['AWS_CREDENTIAL_EXPIRATION', 'AWS_SESSION_EXPIRATION'].map(name => [
      'an end that has been',
      `${KEYS_ONLY}${name}=2026-01-01T00:00:00Z\n`,
      'the session has ended already, by the clock of this host',
    ]),
  ])('%s cannot be used', (_, output, problem) => {
    expect(parseAnswer(output, NOW)).toEqual({ problem });
  });

  test('whatever is printed, only the closed list comes out, and no problem quotes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), text => {
        const answer = parseAnswer(`${text}\n${KEYS_ONLY}`, NOW);
        if ('problem' in answer) expect(answer.problem).toMatch(/^AWS_\w+ stands there twice$/);
        else
          for (const name of answer.variables.keys())
            expect(ruling(name, '').verdict).not.toBe('withhold');
      }),
    );
  });
});

describe('the selection', () => {
  const vault = new Map([
    ['AWS_ACCESS_KEY_ID', 'k'],
    ['AWS_SECRET_ACCESS_KEY', 's'],
    ['AWS_DEFAULT_REGION', 'eu-west-1'],
  ]);
  const inside = (
    host: Record<string, string>,
    wishes = NOTHING as { pass: string[]; drop: string[] },
  ) => Object.fromEntries(select(vault, host, wishes).variables);

  test("the host's keys never enter, in any form", () => {
    const host = {
      AWS_ACCESS_KEY_ID: 'host',
      AWS_SESSION_TOKEN: 'host',
      AWS_SECURITY_TOKEN: 'host',
      AWS_CREDENTIAL_EXPIRATION: 'host',
      AWS_REGION: 'host',
      AWS_VAULT: 'host',
    };
    const everything = inside(host, { pass: ['AWS_*', 'AWS_REGION'], drop: [] });
    expect(Object.values(everything)).not.toContain('host');
  });

  test('both names of the region are set', () => {
    expect(inside({})).toMatchObject({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' });
  });

  test.each<[string, Record<string, string>, string[], string[], Record<string, string>]>([
    ['--pass of any name', { TF_VAR_x: '1' }, ['TF_VAR_x'], [], { TF_VAR_x: '1' }],
    ['no --pass', { TF_VAR_x: '1', aws_x: '2', XAWS_: '3' }, [], [], {}],
    ['--pass of a withheld one', { AWS_PROFILE: 'p' }, ['AWS_PROFILE'], [], { AWS_PROFILE: 'p' }],
    ['a pattern', { AWS_MY_TOKEN: 't', MY_TOKEN: 'm' }, ['AWS_*TOKEN'], [], { AWS_MY_TOKEN: 't' }],
    ["a pattern and the vault's own", { AWS_VAULT_BACKEND: 'f' }, ['AWS_*', '*'], [], {}],
    [
      "the vault's own by name",
      { AWS_VAULT_BACKEND: 'f' },
      ['AWS_VAULT_BACKEND'],
      [],
      { AWS_VAULT_BACKEND: 'f' },
    ],
    ['--drop', { AWS_PAGER: '', AWS_ENV: 'x' }, [], ['AWS_ENV'], { AWS_PAGER: '' }],
    ['--drop beats --pass', { TF_VAR_x: '1' }, ['TF_VAR_x'], ['TF_*'], {}],
    ['empty values', { AWS_ENV: '', TF_VAR_x: '' }, ['TF_VAR_x'], [], {}],
    ['an empty pager', { AWS_PAGER: '' }, [], [], { AWS_PAGER: '' }],
    ['a name with a space', { 'AWS_A B': 'x' }, [], [], {}],
    [
      'an endpoint of the host',
      { AWS_ENDPOINT_URL: 'http://h' },
      [],
      [],
      { AWS_ENDPOINT_URL: 'http://h' },
    ],
  ])('%s', (_, host, pass, drop, more) => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_DEFAULT_REGION, ...rest } =
      inside(host, { pass, drop });
    expect(rest).toEqual(more);
  });

  test('a pattern to drop never reaches the keys', () => {
    expect(inside({}, { pass: [], drop: ['AWS_*'] })).toEqual({
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
    });
  });

  test("the vault's endpoint beats the host's", () => {
    const own = new Map([...vault, ['AWS_ENDPOINT_URL', 'http://vault']]);
    const { variables } = select(own, { AWS_ENDPOINT_URL: 'http://host' }, NOTHING);
    expect(Object.fromEntries(variables).AWS_ENDPOINT_URL).toBe('http://vault');
  });

  test('every variable of the host is passed or withheld with a reason', () => {
    const name = fc.stringMatching(/^AWS_[A-Z_]{1,20}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ minLength: 1 })), host => {
        const { variables, decisions } = select(vault, host, NOTHING);
        const chosen = new Map(variables);
        for (const { name, passed, reason } of decisions) {
          expect(reason).not.toBe('');
          expect(chosen.has(name)).toBe(passed);
        }
        for (const key of KEYS) if (chosen.has(key)) expect(chosen.get(key)).toBe(vault.get(key));
      }),
    );
  });
});

describe('the lines', () => {
  test('stand one a variable, as they are', () => {
    expect(
      envFileText(
        [
          ['A', ' "b" #c\t '],
          ['B', '🔑='],
        ],
        LIMITS,
      ),
    ).toBe('A= "b" #c\t \nB=🔑=\n');
  });

  test.each<[string, string, typeof LIMITS]>([
    ['a\nb', 'line break', LIMITS],
    ['a\rb', 'line break', LIMITS],
    ['a\0b', 'NUL', LIMITS],
    ['é'.repeat(32_767), '65535 bytes', LIMITS],
    ['a ', 'ends in a space', { ...LIMITS, trimsEnd: true }],
  ])('%j is refused by name', (value, problem, limits) => {
    let failure: unknown;
    try {
      envFileText([['AWS_X', value]], limits);
    } catch (error) {
      failure = error instanceof Failed && error.failure;
    }
    expect(failure).toEqual({
      kind: 'value',
      name: 'AWS_X',
      problem: expect.stringContaining(problem),
    });
  });

  test('the longest line that fits is let through', () => {
    const value = 'a'.repeat(65_535 - 'AWS_X='.length);
    expect(envFileText([['AWS_X', value]], LIMITS)).toHaveLength(65_536);
    expect(() => envFileText([['AWS_X', `${value}a`]], LIMITS)).toThrow(Failed);
  });
});

test.each([
  ['AWS_*', 'AWS_X', true],
  ['AWS_*', 'XAWS_', false],
  ['*_TOKEN', 'A_TOKEN', true],
  ['A.B', 'AxB', false],
  ['A*.B', 'A1.B', true],
  ['A*.B', 'A1xB', false],
  ['A', 'AB', false],
])('%s means %s: %s', (pattern, name, expected) => {
  expect(matcher([pattern])(name)).toBe(expected);
});
