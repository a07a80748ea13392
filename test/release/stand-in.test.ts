// What the real aws-vault 7.13.5 says and does, held against the stand-in, or against the real one where
// VAULTRUN_TEST_AWS_VAULT names it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Outcome, STAND_INS, World } from '../support/world.ts';

const VAULT = process.env.VAULTRUN_TEST_AWS_VAULT ?? join(STAND_INS, 'aws-vault');
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0', AWS_SECRET_ACCESS_KEY: 'stored/secret' };
const CONFIG = `# mine
[default]
region = "eu-west-1"

[profile role]
source_profile = default
role_arn = arn:aws:iam::123456789012:role/admin
[profile cat]
credential_process = echo hello
[profile tags]
session_tags = none
`;
const ENV = ['exec', 'default', '--', 'env'];

let sessions = 0;
/** An answer that holds a session of an hour, another one each time. */
function session(): string {
  sessions += 1;
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const keys = `<AccessKeyId>ASIA${sessions}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`;
  const rest = `<SessionToken>t</SessionToken><Expiration>${end}</Expiration>`;
  return `<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult><Credentials>${keys}${rest}</Credentials></GetSessionTokenResult></GetSessionTokenResponse>`;
}

/** An STS that refuses in as many ways as it has paths, and gives sessions at one. */
const refusing = createServer((request, response) => {
  const [, status, code] = /^\/(\d+)\/(\w+)/.exec(request.url ?? '') ?? [];
  request.resume().on('end', () => {
    response.writeHead(Number(status), { 'content-type': 'text/xml' });
    if (code === 'session') return response.end(session());
    response.end(
      code === 'html'
        ? '<html></html>'
        : `<ErrorResponse><Error><Code>${code}</Code><Message>why</Message></Error><RequestId>id</RequestId></ErrorResponse>`,
    );
  });
});
beforeAll(() => new Promise<void>(resolve => refusing.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise(resolve => refusing.close(resolve)));

let world: World;
beforeEach(async () => {
  world = new World();
  world.write('home/.aws/config', CONFIG);
  await vault(['add', 'default', '--env', '--no-add-config'], KEYS);
});
afterEach(() => world.remove());

async function vault(args: string[], more: Record<string, string> = {}): Promise<Outcome> {
  const { port } = refusing.address() as AddressInfo;
  const { AWS_ENDPOINT_URL: path, ...rest } = more;
  const env = {
    ...world.env,
    AWS_VAULT_BACKEND: 'file',
    AWS_VAULT_FILE_DIR: join(world.folder, 'keys'),
    AWS_VAULT_FILE_PASSPHRASE: 'right',
    ...(path && { AWS_ENDPOINT_URL: path.replace(/^\//, `http://127.0.0.1:${port}/`) }),
    ...rest,
  };
  const { exitCode, signal, stdout, stderr } = await execa(VAULT, args, {
    env: env as Record<string, string>,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    detached: true,
  });
  return { status: exitCode, signal, stdout: String(stdout), stderr: String(stderr) };
}

const FAILED = 'exec: Failed to get credentials for default: operation error STS: GetSessionToken';
const AT = { AWS_ENDPOINT_URL: '/403/AccessDenied' };
const answered = (status: number, rest: string) =>
  `https response error StatusCode: ${status}, RequestID: ${rest}`;

test.each<[string, string[], Record<string, string>, string]>([
  [
    'a wrong passphrase',
    ENV,
    { ...AT, AWS_VAULT_FILE_PASSPHRASE: 'wrong' },
    `${FAILED}, get identity: get credentials: aes.KeyUnwrap(): integrity check failed.`,
  ],
  ['a refusal', ENV, AT, `${FAILED}, ${answered(403, 'id, api error AccessDenied: why')}`],
  [
    'a refusal that the SDK has a type for',
    ENV,
    { AWS_ENDPOINT_URL: '/403/RegionDisabledException' },
    `${FAILED}, ${answered(403, 'id, RegionDisabledException: why')}`,
  ],
  [
    'an STS that is busy',
    ENV,
    { AWS_ENDPOINT_URL: '/400/Throttling' },
    `${FAILED}, exceeded maximum number of attempts, 3, ${answered(400, 'id, api error Throttling: why')}`,
  ],
  [
    'an answer that is none',
    ENV,
    { AWS_ENDPOINT_URL: '/200/html' },
    `${FAILED}, ${answered(200, ', deserialization failed, failed to decode response body, GetSessionTokenResult node not found')}`,
  ],
  [
    'an endpoint without a scheme',
    ENV,
    { AWS_ENDPOINT_URL: 'host:80' },
    `${FAILED}, exceeded maximum number of attempts, 3, ${answered(0, ', request send failed, Post "host:80": unsupported protocol scheme "host"')}`,
  ],
  [
    'no region',
    ENV,
    { AWS_CONFIG_FILE: '/dev/null' },
    `${FAILED}, failed to resolve service endpoint, endpoint rule error, Invalid Configuration: Missing Region`,
  ],
  [
    'a region that is none',
    ['exec', '--region=a b', 'default', '--', 'env'],
    {},
    `${FAILED}, failed to bind endpoint params, invalid input region a b`,
  ],
  [
    'a credential_process that prints no JSON',
    ['exec', 'cat', '--', 'env'],
    {},
    `exec: Failed to get credentials for cat: invalid JSON format from command "echo hello": invalid character 'h' looking for beginning of value`,
  ],
  [
    'session tags that are none',
    ['exec', 'tags', '--', 'env'],
    {},
    'exec: Error loading config: Failed to parse session_tags profile setting: session tags string must be <key1>=<value1>,[<key2>=<value2>[,...]]',
  ],
  [
    'a duration without a unit',
    ['exec', '--duration=1h1', 'default'],
    {},
    'time: missing unit in duration "1h1", try --help',
  ],
  [
    'a backend that is not there',
    ['list'],
    { AWS_VAULT_BACKEND: 'pass', AWS_VAULT_PASS_CMD: '/nowhere' },
    'specified keyring backend not available, try --help',
  ],
  ['no home', ['list'], { HOME: '' }, '$HOME is not defined, try --help'],
  ['a help for nothing', ['help', 'nothing'], {}, 'expected command but got "nothing"'],
  [
    'a server and no session',
    ['exec', '-s', '-n', 'default'],
    {},
    "exec: Can't use --ecs-server with --no-session",
  ],
  [
    'a new key without an old one',
    ['rotate', 'cat'],
    {},
    "rotate: Error determining credential name for 'cat': No master credentials found",
  ],
  [
    'the profile alone and a wrong passphrase',
    ['exec', '--profile-env', '-n', 'default', '--', 'env'],
    { AWS_VAULT_FILE_PASSPHRASE: 'wrong' },
    'exec: failed to get credentials for default: aes.KeyUnwrap(): integrity check failed.',
  ],
])('%s', async (_, args, env, message) => {
  const done = await vault(args, env);
  expect(done).toMatchObject({ status: 1, stdout: '' });
  expect(done.stderr).toBe(`aws-vault: error: ${message}`);
});

test('days are a unit, and --no-session asks no STS', async () => {
  const args = ['export', '-n', '--duration=1d', '--format=json', 'default'];
  const secret = 'a<b>&c';
  await vault(['add', 'default', '--env'], { ...KEYS, AWS_SECRET_ACCESS_KEY: secret });
  const done = await vault(args, { AWS_CONFIG_FILE: '/dev/null' });
  expect(JSON.parse(done.stdout)).toMatchObject({ SecretAccessKey: secret });
  expect(done.stdout).toContain('"a\\u003cb\\u003e\\u0026c"');
});

test('adding a profile writes the config anew', async () => {
  await vault(['add', 'new', '--env'], KEYS);
  expect(readFileSync(join(world.folder, 'home/.aws/config'), 'utf8')).toBe(
    CONFIG.replace(' = "eu-west-1"', '=eu-west-1')
      .replaceAll(' = ', '=')
      .replaceAll('\n[profile', '\n\n[profile')
      .replace('\n\n\n', '\n\n')
      .concat('\n[profile new]\n'),
  );
});

test('a [default] with nothing of its own is not listed, nor is a folder that is none', async () => {
  world.write('home/.aws/config', '[default]\noutput = json\n[profile other]\n');
  const folder = world.write('file', '');
  const listed = await vault(['list'], { AWS_VAULT_FILE_DIR: folder });
  expect(listed.stdout.split('\n').map(line => line.split(/\s+/)[0])).toEqual([
    'Profile',
    '=======',
    'other',
  ]);
});

test('a session in store is handed out while as much of it is left as AWS_MIN_TTL says', async () => {
  const asked = async (more: Record<string, string>) => {
    const { stdout } = await vault(ENV, { AWS_ENDPOINT_URL: '/200/session', ...more });
    return /^AWS_ACCESS_KEY_ID=(.+)$/m.exec(stdout)?.[1];
  };
  const first = await asked({});
  expect(first).toMatch(/^ASIA/);
  for (const AWS_MIN_TTL of ['', 'x', '55m']) expect(await asked({ AWS_MIN_TTL })).toBe(first);
  const second = await asked({ AWS_MIN_TTL: '61m' });
  expect(second).not.toBe(first);
  expect(await asked({})).toBe(second);
});

test('a reader that has gone ends it as it ends any program', async () => {
  const run = `'${VAULT}' list; echo $? >&3`;
  const piped = `exec 3>&1; { sleep 1; ${run}; } | true`;
  const { stdout } = await execa('/bin/sh', ['-c', piped], {
    env: { ...world.env, AWS_VAULT_BACKEND: 'file', AWS_VAULT_FILE_DIR: world.folder },
    extendEnv: false,
  });
  expect(stdout).toBe('141');
});
