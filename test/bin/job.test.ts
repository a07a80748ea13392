import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CREDENTIALS, NODES, STAND_INS, World } from '../support/world.ts';

describe.each(NODES)('%s', (_, node) => {
  const world = new World();
  const record = join(world.folder, 'record');
  beforeAll(() => {
    world.env.PATH = `${world.bin}:${STAND_INS}:${join(node, '..')}:${world.env.PATH}`;
    world.env.STAND_IN_RECORD = record;
    world.vault();
  });
  afterAll(() => world.remove());
  afterEach(() => expect(world.left()).toEqual([]));

  const run = (args: string[], options = {}) => world.run(args, { with: node, ...options });
  const lastCall = () => JSON.parse(readFileSync(record, 'utf8').trim().split('\n').at(-1) ?? '');

  test('the container gets the credentials, and of the rest what belongs inside', async () => {
    const { stdout, stderr, status } = await run(['dev', '--', 'myimage', 'env'], {
      env: {
        AWS_PAGER: '',
        AWS_MAX_ATTEMPTS: '5',
        AWS_PROFILE: 'other',
        AWS_VAULT_FILE_PASSPHRASE: 'hunter2',
        AWS_CA_BUNDLE: '/etc/ca.pem',
        AWS_ACCESS_KEY_ID: 'AKIAHOST',
        TF_VAR_x: 'no',
      },
    });
    expect(
      stdout
        .split('\n')
        .filter(line => line.startsWith('AWS_'))
        .sort(),
    ).toEqual(
      [
        ...Object.entries(CREDENTIALS).map(([name, value]) => `${name}=${value}`),
        'AWS_MAX_ATTEMPTS=5',
        'AWS_PAGER=',
      ].sort(),
    );
    expect(stdout).not.toContain('TF_VAR_x');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  test('the engine sees our flags first, then the words as they were typed', async () => {
    const words = [
      '-e',
      'A=1',
      'myimage',
      'sh',
      '-c',
      ':',
      'a  b',
      "it's",
      '"',
      '',
      '--',
      '--help',
      '-v',
      '$x\n',
    ];
    await run(['dev', '--', ...words]);
    const { argv } = lastCall();
    const at = argv.indexOf('--env-file');
    expect(argv.slice(0, at)).toEqual(['run', '--rm', '-i']);
    expect(argv[at + 1]).toMatch(/^\/dev\/fd\/[34]$/);
    expect(argv.slice(at + 2)).toEqual(words);
  });

  test("no credential is in the engine's environment", async () => {
    await run(['dev', '--', 'myimage', 'true']);
    const { env } = lastCall();
    expect(
      env.filter((name: string) => name in CREDENTIALS || /HANDOVER|ACTIVE/.test(name)),
    ).toEqual([]);
    expect(env).toEqual(expect.arrayContaining(['HOME', 'PATH', 'TERM']));
  });

  test.each([0, 1, 7, 125, 126, 127, 255])('status %d is the container’s', async expected => {
    const { status } = await run(['dev', '--', 'myimage', 'sh', '-c', `exit ${expected}`]);
    expect(status).toBe(expected);
  });

  test.each(['SIGTERM', 'SIGKILL', 'SIGQUIT', 'SIGUSR1', 'SIGPIPE'])(
    "the engine's death by %s is ours",
    async signal => {
      world.program('podman', `ulimit -c 0; kill -${signal.slice(3)} $$`);
      const outcome = await run(['dev', '--engine=podman', '--', 'myimage']);
      expect(outcome).toMatchObject({ signal, status: undefined });
    },
  );

  test('what is piped in reaches the container byte for byte', async () => {
    const input = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256));
    const { stdout } = await run(['dev', '--', 'myimage', 'sha256sum'], { stdin: 'pipe', input });
    const { createHash } = await import('node:crypto');
    expect(stdout).toContain(createHash('sha256').update(input).digest('hex'));
  });

  test.each<[string, string]>([
    ['quotes and #', `"it's" #1 \\ $HOME`],
    ['spaces at both ends', '  a b  '],
    ['tabs', '\ta\t'],
    ['emoji', '🔑🚀 é'],
    ['60 kB', 'x'.repeat(60_000)],
  ])('a value with %s arrives as it is', async (_, value) => {
    const { stdout } = await run(['dev', '--', 'myimage', 'printenv', 'AWS_ENV'], {
      env: { AWS_ENV: value },
    });
    expect(stdout).toBe(`${value}\n`);
  });

  test('three times 60 kB arrive', async () => {
    const value = 'y'.repeat(60_000);
    const { stdout, status } = await run(
      ['dev', '--', 'myimage', 'sh', '-c', 'env | grep -c yyyyy; env | wc -c'],
      { env: { AWS_ENV: value, AWS_STAGE: value, AWS_BUCKET: value } },
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^3\n18\d{4}\n$/);
  });

  test.each(['a\nAWS_SECRET_ACCESS_KEY=forged', 'a\rb'])(
    'a line break in a value that would pass is refused by name: %j',
    async value => {
      const { stdout, stderr, status } = await run(['dev', '--', 'myimage', 'env'], {
        env: { AWS_ENV: value },
      });
      expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
      expect(stderr).toContain('error: AWS_ENV cannot be handed on: ');
      expect(stderr).toContain('--drop AWS_ENV');
      expect(stderr).not.toContain('forged');
    },
  );

  test('variables that no shell keeps do not stop the engine from getting them', async () => {
    await run(['dev', '--', '-e', 'spring.profiles.active', 'myimage', 'true'], {
      env: { 'spring.profiles.active': 'prod' },
    });
    expect(lastCall().env).toContain('spring.profiles.active');
  });

  test('a shell that traces what it does is not asked to write the secret', async () => {
    const { stdout, stderr } = await run(['dev', '--', 'myimage', 'true'], {
      env: { SHELLOPTS: 'xtrace', 'BASH_FUNC_printf%%': '() { echo stolen; }' },
    });
    expect(stdout + stderr).toBe('');
  });

  test('an engine that cannot be started is our failure, and asks for nothing', async () => {
    const asked = join(world.folder, 'asked');
    world.program('docker', '#!/no/such/interpreter\n');
    world.program('aws-vault', `touch '${asked}'`);
    const { status, stdout, stderr } = await run(['dev', '--', 'myimage']);
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(/^vaultrun: error: docker could not be started: its interpreter is m/);
    expect(stderr).toMatch(/\nvaultrun: hint: .*\n$/);
    expect(existsSync(asked)).toBe(false);
  });

  test('nor is one that is gone by then a failure of the container', async () => {
    const docker = world.program('docker', 'echo started');
    world.vault();
    world.program('aws-vault', `rm '${docker}'; exec cat '${world.folder}/answer'`);
    const { status, stdout, stderr } = await run(['dev', '--', 'myimage']);
    world.vault();
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(/^vaultrun: error: .* could not be started.*\nvaultrun: hint: .*\n$/m);
  });

  test('with the session of the stand-in vault', async () => {
    const keys = join(world.folder, 'keys');
    const config = world.write('aws config', '[profile real]\nregion = eu-central-1\n');
    const env = {
      PATH: `${STAND_INS}:${world.env.PATH}`,
      AWS_CONFIG_FILE: config,
      AWS_VAULT_BACKEND: 'file',
      AWS_VAULT_FILE_DIR: keys,
      AWS_VAULT_FILE_PASSPHRASE: 'open sesame',
    };
    const { execa } = await import('execa');
    const keyPair = {
      AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0',
      AWS_SECRET_ACCESS_KEY: 'stored/secret',
    };
    await execa('aws-vault', ['add', 'real', '--env'], {
      env: { ...world.env, ...env, ...keyPair },
      extendEnv: false,
    });
    expect(existsSync(keys)).toBe(true);
    const session = await run(['real', '--', 'myimage', 'env'], { env });
    expect(session.stdout).toMatch(/^AWS_SESSION_TOKEN=.+$/m);
    expect(session.stdout).toMatch(/^AWS_CREDENTIAL_EXPIRATION=.+Z$/m);
    expect(session.stdout).toMatch(/^AWS_DEFAULT_REGION=eu-central-1$/m);
    expect(session.stdout).not.toMatch(/open sesame|AWS_CONFIG_FILE/);
    expect(session.stderr).toBe('');

    const keysOnly = await run(['-n', 'real', '--', 'myimage', 'env'], { env });
    expect(keysOnly.stdout).toMatch(/^AWS_SECRET_ACCESS_KEY=stored\/secret$/m);
    expect(keysOnly.stdout).not.toMatch(/TOKEN|EXPIRATION/);
    expect(keysOnly.stderr).toMatch(/^vaultrun: long-lived keys of 'real' enter the container/);
    expect((await run(['-nq', 'real', '--', 'myimage', 'true'], { env })).stderr).toBe('');

    const unknown = await run(['rael', '--', 'myimage', 'env'], { env });
    expect(unknown).toMatchObject({ status: 125, stdout: '' });
    expect(unknown.stderr).toMatch(/did you mean 'real'\?/);
  });
});
