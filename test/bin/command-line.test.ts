import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { BIN, World } from '../support/world.ts';

const world = new World();
beforeAll(() => {
  world.vault();
  world.program('docker', 'echo started');
});
afterAll(() => world.remove());

test('--help is on stdout, within 100 columns', async () => {
  const { stdout, stderr, status } = await world.run(['--help']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  for (const option of ['-n, --no-session', '--mfa-token', '-q, --quiet', '-h, --help']) {
    expect(stdout).toContain(option);
  }
  expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([]);
});

test('help alone is the same', async () => {
  expect((await world.run(['help'])).stdout).toBe((await world.run(['--help'])).stdout);
});

test('--version is the one of package.json', async () => {
  const file = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  expect(await world.run(['--version'])).toMatchObject({ stdout: `${version}\n`, status: 0 });
});

test('a Node that is too old gets one line that names what is needed', async () => {
  const patch = world.write(
    'old.cjs',
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });",
  );
  const { status, stdout, stderr } = await world.run(['dev', '--', 'img'], {
    env: { NODE_OPTIONS: `--require "${patch}"` },
  });
  expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
  expect(stderr).toBe(
    'vaultrun: error: Node 18.20.8 is too old\nvaultrun: hint: vaultrun needs Node 20.19, 22.12, 24 or later\n',
  );
});

test.each<[string[], RegExp, RegExp]>([
  [[], /nothing to run/, /vaultrun --help/],
  [['dev', 'img', 'a b'], /no '--'/, /vaultrun dev -- img 'a b'/],
  [['exce', 'dev', '--', 'ls'], /2 profiles/, /did you mean 'exec'\?/],
  [['-n5', 'dev', '--', 'img'], /unknown option '-n5'/, /./],
  [['--pass=A,B', 'dev', '--', 'img'], /name of a variable/, /./],
  [['dev'], /no '--'/, /./],
  [['docter'], /no '--'/, /did you mean 'doctor'\?/],
  [['dev', '--'], /nothing stands behind '--'/, /./],
  [['dev', 'img', '--', 'sh'], /2 profiles/, /behind '--'/],
  [['--regoin=x', 'dev', '--', 'img'], /unknown option '--regoin'/, /did you mean '--region'\?/],
  [['-it', 'dev', '--', 'img'], /unknown option '-it'/, /behind the '--'/],
  [['-v', '/a:/b', 'dev', '--', 'img'], /unknown option '-v'/, /behind the '--'/],
  [['--rm', 'dev', '--', 'img'], /unknown option '--rm'/, /behind the '--'/],
  [['--region=', 'dev', '--', 'img'], /region/, /./],
  [['doctor', 'one', 'two'], /2 profiles/, /name one/],
])('%j is a usage error', async (args, error, hint) => {
  const { status, stdout, stderr } = await world.run(args);
  expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
  const [first = '', ...rest] = stderr.split('\n');
  expect(first).toMatch(error);
  expect(first).toMatch(/^vaultrun: error: [^A-Z].*[^.]$/);
  expect(rest.join('\n')).toMatch(hint);
  expect(rest[0]).toMatch(/^vaultrun: hint: .*[^.]$/);
});

test('--env-file behind the -- is safe from Node, which reads its own command line', async () => {
  const { stdout, status } = await world.run(['dev', '--', '--env-file', 'nope', 'img']);
  expect({ stdout, status }).toEqual({ stdout: 'started\n', status: 0 });
});

test('before the -- Node ends for it before we begin, as the README says', async () => {
  const { status, stderr } = await world.run(['--env-file', 'nope', 'dev', '--', 'img']);
  expect({ status, stderr }).toEqual({
    status: 9,
    stderr: expect.stringMatching(/nope: not found/),
  });
});

test('bytes that are no UTF-8 are refused, in a word and in a value; U+FFFD itself is not', async () => {
  const run = async (script: string) => {
    const shell = ['-c', script, 'bash', process.execPath, BIN];
    const options = { cwd: world.cwd, env: world.env, extendEnv: false, reject: false } as const;
    return execa('bash', shell, { ...options, stdin: 'ignore' });
  };
  const word = await run(`"$1" "$2" dev -- img $'a\\xff'`);
  expect(word.exitCode).toBe(125);
  expect(word.stderr).toMatch(/word 2 behind the '--' is not UTF-8/);
  const value = await run(`export AWS_ENV=$'a\\xff'; "$1" "$2" dev -- img`);
  expect(value.exitCode).toBe(125);
  expect(value.stderr).toMatch(/AWS_ENV cannot be handed on: .* not UTF-8/);
  const fine = await run(`export AWS_ENV=$'\\ufffd'; "$1" "$2" dev -- img $'\\ufffd'`);
  expect(fine).toMatchObject({ exitCode: 0, stdout: 'started' });
});

test('colour only on a terminal', async () => {
  const { stderr } = await world.run(['dev'], { env: { FORCE_COLOR: '1' } });
  expect(stderr).not.toContain('\u001b');
});

test('--verbose tells the steps and never a value', async () => {
  const { stderr } = await world.run(['--verbose', 'dev', '--', '-e', 'MINE=private', 'img']);
  expect(stderr).toMatch(/^vaultrun: \d+ ms: docker is the engine/);
  expect(stderr.split('\n').length).toBeGreaterThan(3);
  expect(stderr).not.toMatch(/private|wJalr|EXAMPLETOKEN|ASIAQ/);
});

describe('--dry-run', () => {
  test('prints both commands and every decision, and asks for nothing', async () => {
    world.program('podman', 'echo must not start; exit 1');
    const { stdout, status, stderr } = await world.run(
      [
        '--dry-run',
        '-n',
        '--mfa-token=123456',
        '--engine=podman',
        'my dev',
        '--',
        'img',
        "it's",
        '',
        'a b',
      ],
      { env: { AWS_PROFILE: 'hidden', AWS_ENV: 'prod', AWS_MY_TOKEN: 'hidden' } },
    );
    expect(status).toBe(0);
    expect(stderr).toBe('');
    const [vault, engine, , from, ...table] = stdout.split('\n');
    expect(vault).toBe("aws-vault exec --no-session '--mfa-token=******' 'my dev' -- env");
    expect(engine).toMatch(
      /^podman run --rm -i --env-file \/dev\/fd\/[34] img 'it'\\''s' '' 'a b'$/,
    );
    expect(from).toMatch(/^from aws-vault: access key, secret key/);
    expect(table).toEqual([
      expect.stringMatching(/^passed {4}AWS_ENV +a person's own$/),
      expect.stringMatching(/^withheld {2}AWS_MY_TOKEN +may be a secret$/),
      expect.stringMatching(/^withheld {2}AWS_PROFILE +the profile does not exist inside$/),
      '',
    ]);
    expect(stdout).not.toMatch(/hidden|123456/);
  });

  test('of exec tells of the environment that its command gets', async () => {
    const { stdout, status } = await world.run(['exec', '--dry-run', 'dev', '--', 'make', 'x y']);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^aws-vault exec dev -- env\nmake 'x y'\n\nin two files; the command's env/,
    );
  });

  test.each<[string, string | undefined]>([
    ['dev', undefined],
    ['dve', "'dve' is not in the AWS config; did you mean 'dev'?"],
    ['other', "'other' is not in the AWS config"],
  ])('tells of the profile %s: %s', async (profile, told) => {
    const own = new World();
    own.program('docker', 'exit 1');
    own.write('home/.aws/config', '[profile dev]\n');
    const { stdout, status } = await own.run(['--dry-run', profile, '--', 'img']);
    expect(status).toBe(0);
    expect(stdout.split('\n').find(line => line.includes('AWS config'))).toBe(told);
    own.remove();
  });

  test('needs no aws-vault', async () => {
    const bare = new World();
    bare.program('docker', 'exit 1');
    expect((await bare.run(['--dry-run', 'dev', '--', 'img'])).status).toBe(0);
    bare.remove();
  });
});

describe('a notice', () => {
  /** `in 5.5 min` as the time that this is when the test runs. */
  const soon = (text: string) =>
    text.replace(/^in (.*) min$/, (_, minutes) =>
      new Date(Date.now() + Number(minutes) * 60_000).toISOString(),
    );
  const said = async (
    args: string[],
    env: Record<string, string>,
    answer: Record<string, string>,
    command: 'run' | 'exec' | 'env' = 'run',
  ): Promise<string> => {
    const own = new World();
    own.program('docker', 'exit 0');
    own.vault({
      AWS_ACCESS_KEY_ID: 'ASIA1',
      AWS_SECRET_ACCESS_KEY: 's3cret',
      AWS_SESSION_TOKEN: 't0ken',
      AWS_REGION: 'eu-west-1',
      ...answer,
    });
    own.write('home/.aws/config', '[profile dev]\nregion = eu-central-1\n');
    own.write('home/.docker/config.json', '{}');
    const behind = args.includes('--') || command === 'env' ? args : [...args, '--', 'img'];
    const line = [command, 'dev', ...behind];
    const { stderr, status } = await own.run(line, { env });
    expect(status).toBe(0);
    expect(stderr).not.toMatch(/s3cret|t0ken/);
    expect((await own.run(['-q', ...line], { env })).stderr).toBe('');
    own.remove();
    return stderr;
  };
  const LOOPBACK = { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' };
  const ODD = { ...LOOPBACK, AWS_MY_TOKEN: 'x' };
  const INSIDE = /^vaultrun: AWS_ENDPOINT_URL is a loopback address: inside.*\n$/;

  test.each<['exec' | 'env', string[], Record<string, string>, Record<string, string>, RegExp]>([
    ['exec', ['--', 'true'], LOOPBACK, {}, /^$/],
    ['exec', ['--', 'docker', 'run', 'img'], LOOPBACK, {}, INSIDE],
    ['exec', ['--', 'true', '/usr/bin/docker', 'run'], LOOPBACK, {}, INSIDE],
    ['exec', ['--', 'docker', 'run', '--net=host', 'img'], LOOPBACK, {}, /^$/],
    ['env', [], LOOPBACK, {}, INSIDE],
    ['env', ['--format=json'], LOOPBACK, {}, INSIDE],
    ['env', ['--format=export'], LOOPBACK, {}, /^$/],
    ['env', ['--format=export'], {}, { AWS_REGION: '' }, /^vaultrun: no region is known/],
    ['env', ['--format=credential-process'], ODD, { AWS_REGION: '' }, /^$/],
    ['env', ['--format=credential-process', '--pass=NOPE'], { AWS_REGION: 'x' }, {}, /^$/],
    [
      'env',
      ['--format=credential-process'],
      {},
      { AWS_SESSION_TOKEN: '' },
      /^vaultrun: long-lived/,
    ],
  ])('where no container may be: %s %j, %j, %j', async (command, args, env, answer, expected) => {
    expect(await said(args, env, answer, command)).toMatch(expected);
  });

  test.each<[string, string[], Record<string, string>, Record<string, string>, RegExp]>([
    ['nothing at all', [], {}, {}, /^$/],
    [
      'long-lived keys',
      [],
      {},
      { AWS_SESSION_TOKEN: '' },
      /^vaultrun: long-lived keys of 'dev' enter/,
    ],
    [
      'a withheld secret',
      [],
      { AWS_MY_TOKEN: 'x' },
      {},
      /^vaultrun: not passed: AWS_MY_TOKEN \(may be a secret\); .*--pass AWS_MY_TOKEN/,
    ],
    ['one that the user drops', ['--drop=AWS_MY_TOKEN'], { AWS_MY_TOKEN: 'x' }, {}, /^$/],
    [
      'a loopback endpoint',
      [],
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' },
      {},
      /^vaultrun: AWS_ENDPOINT_URL is a loopback address/,
    ],
    [
      'one on the host’s network',
      ['--', '--network', 'host', 'img'],
      { AWS_ENDPOINT_URL: 'http://localhost' },
      {},
      /^$/,
    ],
    ['one that is not', [], { AWS_ENDPOINT_URL: 'http://127.example.com' }, {}, /^$/],
    ['no region', [], {}, { AWS_REGION: '' }, /^vaultrun: no region is known/],
    ['none beside --drop', ['--drop=A'], {}, { AWS_REGION: '' }, /^vaultrun: no region is known/],
    ['one that is dropped', ['--drop=AWS_*REGION'], {}, {}, /^$/],
    [
      'a region of the shell',
      [],
      { AWS_REGION: 'eu-west-1' },
      {},
      /^vaultrun: AWS_REGION=eu-west-1 of the shell overrides the profile's region eu-central-1/,
    ],
    [
      'the bare -e of a key',
      ['--', '-e', 'AWS_ACCESS_KEY_ID', 'img'],
      {},
      {},
      /^vaultrun: the bare -e AWS_ACCESS_KEY_ID/,
    ],
    [
      '--pass of what is not there',
      ['--pass=NOPE'],
      {},
      {},
      /^vaultrun: not set here, so not passed: NOPE/,
    ],
    [
      'a remote engine',
      [],
      { DOCKER_HOST: 'ssh://me@build.example' },
      {},
      /^vaultrun: the engine runs elsewhere \(build.example\)/,
    ],
    [
      'one whose password has an @ in it',
      [],
      { DOCKER_HOST: 'ssh://me:top@secret@build.example:22/run/docker.sock' },
      {},
      /^vaultrun: the engine runs elsewhere \(build.example\)/,
    ],
    ['a local one', [], { DOCKER_HOST: 'tcp://127.0.0.1:2375' }, {}, /^$/],
    ['a local one with an @ in its path', [], { DOCKER_HOST: 'tcp://localhost/a@b' }, {}, /^$/],
    [
      'little time',
      [],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 5.5 min' },
      /^vaultrun: the session has only 5 min left/,
    ],
    [
      'hardly any time',
      [],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 0.75 min' },
      /^vaultrun: the session has only [34]\d s left/,
    ],
    [
      'less than asked',
      ['--duration=2h'],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 60.5 min' },
      /^vaultrun: the session has 1 h 0 min left, shorter than the 2h asked for/,
    ],
    [
      'more than asked',
      ['--duration=30m'],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 120.5 min' },
      /^vaultrun: the session has 2 h 0 min left, longer than the 30m asked for/,
    ],
    [
      'a misspelt setting',
      [],
      { VAULTRUN_ENGNE: 'podman', VAULTRUN_TEST_X: 'x', VAULTRUN_ENV_FILE: '/x' },
      {},
      /^vaultrun: VAULTRUN_ENGNE is no setting, .* did you mean VAULTRUN_ENGINE\?\n$/,
    ],
    [
      'the shortest that can be asked for',
      ['--duration=15m'],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 14.9 min' },
      /^$/,
    ],
    [
      'what is left of it in store',
      ['--duration=15m'],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 12.5 min' },
      /^vaultrun: the session has 12 min left, shorter than the 15m asked for/,
    ],
    [
      'the same session, where nothing was asked',
      [],
      {},
      { AWS_CREDENTIAL_EXPIRATION: 'in 14.9 min' },
      /^vaultrun: the session has only 14 min left/,
    ],
    ['what was asked', ['--duration=1h'], {}, { AWS_CREDENTIAL_EXPIRATION: 'in 59 min' }, /^$/],
  ])('for %s', async (_, args, env, answer, expected) => {
    const now = Object.entries(answer).map(([name, value]) => [name, soon(value)]);
    expect(await said(args, env, Object.fromEntries(now))).toMatch(expected);
  });
});

describe("podman's connection", () => {
  /** What a run with podman says, and how often podman was started. */
  const withPodman = async (env: Record<string, string>, file?: string) => {
    const own = new World();
    own.vault();
    own.program(
      'podman',
      `echo "$1" >>'${own.folder}/calls'; [ "$1" = run ] || echo 'prod false ssh://me@far.example:22/run/p.sock'`,
    );
    if (file) own.write('home/.config/containers/podman-connections.json', file);
    const { stderr, status } = await own.run(['--engine=podman', 'dev', '--', 'img'], { env });
    const calls = readFileSync(`${own.folder}/calls`, 'utf8');
    own.remove();
    return { stderr, status, calls };
  };
  const told = 'the engine runs elsewhere (far.example)';
  const kept =
    '{"Connection":{"Default":"prod","Connections":{"prod":{"URI":"ssh://me@far.example/p.sock"}}}}';

  test('to another machine is told: podman is asked', async () => {
    const { stderr, status, calls } = await withPodman({ CONTAINER_CONNECTION: 'prod' });
    expect({ status, calls }).toEqual({ status: 0, calls: 'system\nrun\n' });
    expect(stderr).toContain(told);
  });

  test("where podman's file tells it, podman is not asked", async () => {
    const { stderr, calls } = await withPodman({ CONTAINER_CONNECTION: 'prod' }, kept);
    expect(stderr).toContain(told);
    expect(calls).toBe('run\n');
  });

  test('an ordinary run asks nothing', async () => {
    const { stderr, calls } = await withPodman({});
    expect({ stderr, calls }).toEqual({ stderr: '', calls: 'run\n' });
  });
});
