import fc from 'fast-check';
import { accountOf } from '../../lib/credentials/account.ts';
import { parseProcessAnswer } from '../../lib/credentials/credential-process.ts';
import { formatted } from '../../lib/environment/formats.ts';
import { placed } from '../../lib/injection/places.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An access key id of an account, made as AWS makes them: the top bit is set, seven low ones are random. */
function idOf(account: bigint, noise = 0n): string {
  const bits = ((1n << 47n) | (account << 7n) | noise) << 2n;
  let letters = '';
  for (let i = 9n; i >= 0n; i--) letters += ALPHABET[Number((bits >> (5n * i)) & 31n)];
  return `ASIA${letters}ABCDEF`;
}

describe('the account of an access key', () => {
  test.each([
    // the example of the article that found it out
    ['ASIAQNZGKIQY56JQ7WML', '029608264753'],
    ['AKIAIOSFODNN7EXAMPLE', undefined],
    ['AKIAJABCDEFGHIJKLMNO', undefined],
    ['ASIAQ', undefined],
    ['ASIAQ0000000000000000', undefined],
    ['', undefined],
  ])('%s: %s', (id, account) => {
    expect(accountOf(id)).toBe(account);
  });

  test('every account comes out of an id that was made of it', () => {
    const number = fc.bigInt({ min: 0n, max: 999_999_999_999n });
    fc.assert(
      fc.property(number, fc.bigInt({ min: 0n, max: 127n }), (account, noise) => {
        expect(accountOf(idOf(account, noise))).toBe(String(account).padStart(12, '0'));
      }),
    );
  });
});

describe("a credential process's answer", () => {
  const right = { Version: 1, AccessKeyId: 'a', SecretAccessKey: 'b' };

  test('is read into the names of the environment', () => {
    const full = { ...right, SessionToken: 't', Expiration: '2026-01-01T02:00:00+01:00', Else: 1 };
    expect(parseProcessAnswer(JSON.stringify(full), NOW)).toEqual({
      variables: new Map([
        ['AWS_ACCESS_KEY_ID', 'a'],
        ['AWS_SECRET_ACCESS_KEY', 'b'],
        ['AWS_SESSION_TOKEN', 't'],
        ['AWS_CREDENTIAL_EXPIRATION', '2026-01-01T01:00:00Z'],
      ]),
    });
    expect(parseProcessAnswer(JSON.stringify(right), NOW)).toHaveProperty('variables.size', 2);
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /not a JSON object/],
    ['text', 'AWS_SECRET=hush', /not a JSON object/],
    ['null', 'null', /not a JSON object/],
    ['half', '{"Version":1,"AccessKeyId":"hush', /not a JSON object/],
    ['a list', '["hush"]', /Version is not 1/],
    ['another version', JSON.stringify({ ...right, Version: 2 }), /Version is not 1/],
    ['a version in quotes', JSON.stringify({ ...right, Version: '1' }), /Version is not 1/],
    ['no id', JSON.stringify({ ...right, AccessKeyId: undefined }), /AccessKeyId is not in it/],
    [
      'no secret',
      JSON.stringify({ ...right, SecretAccessKey: '' }),
      /SecretAccessKey is not in it/,
    ],
    [
      'a number as token',
      JSON.stringify({ ...right, SessionToken: 7 }),
      /SessionToken is not a text/,
    ],
    [
      'a line break in a key',
      JSON.stringify({ ...right, SecretAccessKey: 'hush\nx' }),
      /SecretAccessKey is not in it/,
    ],
    [
      'a NUL in a token',
      JSON.stringify({ ...right, SessionToken: 'hush\0' }),
      /SessionToken is not a text/,
    ],
    [
      'no letters',
      JSON.stringify({ ...right, SessionToken: '\ud800hush' }),
      /SessionToken is not a text/,
    ],
    [
      'a far year',
      JSON.stringify({ ...right, Expiration: '+010000-01-01T00:00:00Z' }),
      /Expiration is not a time/,
    ],
    [
      'half a time',
      JSON.stringify({ ...right, Expiration: 'foo 2099' }),
      /Expiration is not a time/,
    ],
    ['no time', JSON.stringify({ ...right, Expiration: 'hush' }), /Expiration is not a time/],
    [
      'the past',
      JSON.stringify({ ...right, Expiration: '2025-12-31T23:59:59Z' }),
      /expired already/,
    ],
  ])('%s is refused, and not quoted', (_, output, problem) => {
    const answer = parseProcessAnswer(output, NOW);
    expect(answer).toMatchObject({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(answer)).not.toContain('hush');
  });
});

test('the forms of vaultrun env', () => {
  const variables = [
    ['AWS_ACCESS_KEY_ID', 'a'],
    ['AWS_CREDENTIAL_EXPIRATION', '2026-01-01T01:00:00Z'],
    ['AWS_SECRET_ACCESS_KEY', "b'c $d"],
    ['AWS_SESSION_TOKEN', 't'],
  ] as const;
  expect(formatted(variables, 'env').split('\n')).toHaveLength(5);
  expect(formatted(variables, 'export')).toContain("export AWS_SECRET_ACCESS_KEY='b'\\''c $d'\n");
  expect(JSON.parse(formatted(variables, 'json'))).toEqual(Object.fromEntries(variables));
  expect(JSON.parse(formatted(variables, 'credential-process'))).toEqual({
    Version: 1,
    AccessKeyId: 'a',
    SecretAccessKey: "b'c $d",
    SessionToken: 't',
    Expiration: '2026-01-01T01:00:00Z',
  });
});

test('the placeholders are replaced wherever they stand, and nothing in what replaces them', () => {
  const paths = { envFile: '/e$&', credentialsFile: '/c' };
  expect(placed(['a', '--x={env-file},{env-file}', '{credentials-file}', '{env}'], paths)).toEqual([
    'a',
    '--x=/e$&,/e$&',
    '/c',
    '{env}',
  ]);
});
