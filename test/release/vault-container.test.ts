import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { KEYS, PASSPHRASE, VaultWorld } from '../support/vault-world.ts';
import { NODES } from '../support/world.ts';

describe.each(NODES)('%s', (_, node) => {
  let world: VaultWorld;
  beforeEach(() => {
    world = new VaultWorld(node);
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });
  const vaultrun = (args: readonly string[], env?: Record<string, string>, input?: string) =>
    world.vaultrun(args, env, input);

  test('add, list, run, exec, env, remove: one volume, and the command of the host', async () => {
    rmSync(join(world.home, '.aws'), { recursive: true });
    const region = { AWS_REGION: 'eu-west-1' };
    const add = await vaultrun(['vault', '--', 'add', 'my dev', '--env'], KEYS);
    expect(add).toMatchObject({ status: 0, stderr: '' });
    expect(add.stdout).toBe('Added credentials to profile "my dev" in vault\n');
    // As on the host: the config is made, and is the user's own.
    expect(readFileSync(`${world.home}/.aws/config`, 'utf8')).toBe('[profile my dev]\n');
    expect((await vaultrun(['vault', '--', 'list', '--credentials'])).stdout).toBe('my dev\n');

    const run = await vaultrun(
      ['my dev', '--', 'myimage', 'sh', '-c', 'cat; env'],
      region,
      'piped\n',
    );
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^piped\n/);
    expect(run.stdout).toMatch(/^AWS_SESSION_TOKEN=IQoJ/m);
    expect(run.stdout).toMatch(/^AWS_VAULT=my dev$/m);
    expect(run.stdout).not.toMatch(/PASSPHRASE|AWS_VAULT_|AWS_CONFIG_FILE/);
    const env = await vaultrun(['env', '--no-session', 'my dev'], region);
    expect(env.stdout).toContain(`AWS_SECRET_ACCESS_KEY=${KEYS.AWS_SECRET_ACCESS_KEY}\n`);
    const exec = await vaultrun(
      ['exec', 'my dev', '--', 'sh', '-c', 'cat "$VAULTRUN_ENV_FILE"'],
      region,
    );
    expect(exec.stdout).toMatch(/^AWS_SESSION_TOKEN=IQoJ/m);
    expect(
      await vaultrun(['vault', '--', 'exec', 'my dev', '--', 'sh', '-c', 'exit 7'], region),
    ).toMatchObject({
      status: 7,
    });
    expect((await vaultrun(['vault', '--', 'remove', '--force', 'my dev'])).status).toBe(0);
    expect((await vaultrun(['vault', '--', 'list', '--credentials'])).stdout).toBe('');
    const none = await vaultrun(['my dev', '--', 'myimage'], region);
    expect(none).toMatchObject({ status: 125, stdout: '' });
  });

  test.each<[string, string, string]>([
    ['closes what it inherits', '# sudo\nexec 3>&- 4>&-; exec "$DOCKER" "$@"', '/proc/'],
    ['runs in a virtual machine', '# limactl shell\nexec "$DOCKER" "$@"', '/home/'],
  ])('an engine that %s gets the passphrase, and nothing is left', async (_, script, start) => {
    world.program('docker', script);
    world.env.DOCKER = join(import.meta.dirname, '../../fixtures/bin/docker');
    await world.stored('default');
    const { stdout, status } = await vaultrun(['default', '--', 'myimage', 'env']);
    expect(status).toBe(0);
    expect(stdout).toContain('AWS_SESSION_TOKEN=');
    for (const { envFile } of world.ran()) {
      expect(envFile[0]?.replace(world.folder, '').startsWith(start)).toBe(true);
    }
    expect((await execa('find', [world.home, '-name', 'vaultrun-*'])).stdout).toBe('');
  });

  test('a signal reaches aws-vault itself there, and its client is not waited for in vain', async () => {
    await execa('mkfifo', [join(world.folder, 'fifo')]);
    const child = world.background(['vault', '--', 'exec', 'slow', '--', 'true'], node);
    await execa('cat', [join(world.folder, 'fifo')]);
    child.kill('SIGTERM');
    expect((await child).exitCode).toBe(143);
    // And where the client itself dies of it.
    world.program(
      'docker',
      `[ "$1" = run ] || exit 0; echo >'${world.folder}/fifo'; exec sleep 1000`,
    );
    const other = world.background(['vault', '--', 'list'], node);
    await execa('cat', [join(world.folder, 'fifo')]);
    other.kill('SIGTERM');
    expect((await other).signal).toBe('SIGTERM');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s ends the container of the vault, and us',
    async signal => {
      await execa('mkfifo', [join(world.folder, 'fifo')]);
      const child = world.background(['slow', '--', 'myimage', 'echo', 'started'], node);
      await execa('cat', [join(world.folder, 'fifo')]);
      expect(world.left()).toHaveLength(1);
      child.kill(signal);
      expect(await child).toMatchObject({ signal, stdout: '' });
    },
  );

  test('a container that a slow daemon makes after the end of its client is removed then', async () => {
    for (const name of ['asked', 'make', 'gone']) {
      await execa('mkfifo', [join(world.folder, name)]);
    }
    const docker = join(import.meta.dirname, '../../fixtures/bin/docker');
    const daemon = `sleep 1000 & read -r go <'${world.folder}/make'; echo $! >'${world.names}'/"$2"; wait; echo gone >'${world.folder}/gone'`;
    world.program(
      'docker',
      `[ "$1" = run ] || exec '${docker}' "$@"
      while [ "$1" != --name ]; do shift; done
      trap 'exit 143' TERM
      (${daemon}) </dev/null >/dev/null 2>&1 &
      echo asked >'${world.folder}/asked'
      wait`,
    );
    const child = world.background(['slow', '--', 'myimage'], node);
    await execa('cat', [join(world.folder, 'asked')]);
    child.kill('SIGTERM');
    expect(await child).toMatchObject({ signal: 'SIGTERM', stdout: '' });
    expect(world.left()).toEqual([]);
    await execa('sh', ['-c', 'echo now >"$0"', join(world.folder, 'make')], { timeout: 10_000 });
    await execa('cat', [join(world.folder, 'gone')], { timeout: 20_000 });
  });

  test('what looks for it later takes `sleep` from PATH, not from where it stands', async () => {
    for (const name of ['asked', 'slept']) await execa('mkfifo', [join(world.folder, name)]);
    const docker = join(import.meta.dirname, '../../fixtures/bin/docker');
    const later = join(world.folder, 'later');
    world.program(
      'docker',
      `case $1 in run) echo asked >'${world.folder}/asked'; exec /bin/sleep 1000;; rm) [ ! -e '${later}' ] || echo gone; exit;; esac
      exec '${docker}' "$@"`,
    );
    const sleep = (who: string) => `>'${later}'; echo ${who} >'${world.folder}/slept'`;
    world.program('sleep', sleep('from PATH'));
    world.write('work/sleep', `#!/bin/sh\n${sleep('planted')}\n`);
    chmodSync(join(world.cwd, 'sleep'), 0o755);
    world.env.PATH = `:${world.env.PATH}`;
    const child = world.background(['slow', '--', 'myimage'], node);
    await execa('cat', [join(world.folder, 'asked')]);
    child.kill('SIGTERM');
    expect(await child).toMatchObject({ signal: 'SIGTERM', stdout: '' });
    const { stdout } = await execa('cat', [join(world.folder, 'slept')], { timeout: 20_000 });
    expect(stdout).toBe('from PATH');
  });

  test('a client that minds no signal is killed, and its container with it', async () => {
    await execa('mkfifo', [join(world.folder, 'fifo')]);
    const docker = join(import.meta.dirname, '../../fixtures/bin/docker');
    world.program(
      'docker',
      `[ "$1" = run ] || exec '${docker}' "$@"; trap '' TERM; '${docker}' "$@" & wait; wait`,
    );
    const child = world.background(['slow', '--', 'myimage'], node);
    await execa('cat', [join(world.folder, 'fifo')]);
    child.kill('SIGTERM');
    expect(await child).toMatchObject({ signal: 'SIGTERM', stdout: '' });
  });
});

describe('in a container', () => {
  let world: VaultWorld;
  beforeAll(async () => {
    world = new VaultWorld(process.execPath);
    await world.stored('default');
  });
  afterEach(() => expect(world.left()).toEqual([]));
  afterAll(() => world.remove());

  test('--mask, --account, --duration and --region work as ever', async () => {
    const own = [
      '--mask',
      '--duration=20m',
      '--region=sa-east-1',
      'default',
      '--',
      'myimage',
      'env',
    ];
    const { stdout, stderr, status } = await world.vaultrun(['--account=999999999999', ...own]);
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(/belong to account 123456789012, not to 999999999999/);
    const right = await world.vaultrun(['--account=123456789012', ...own]);
    expect(right).toMatchObject({ status: 0, stderr: '' });
    expect(right.stdout).toMatch(/^AWS_SECRET_ACCESS_KEY=<masked by vaultrun>$/m);
    expect(right.stdout).toMatch(/^AWS_REGION=sa-east-1$/m);
  });

  test('what enters the container of the vault, and the same variables as ever the one of the user', async () => {
    const host = {
      AWS_MIN_TTL: '10m',
      AWS_SESSION_TOKEN_TTL: '2h',
      AWS_SESSION_TAGS: 'a\nAWS_SESSION_TOKEN=forged',
      https_proxy: 'http://proxy.example:3128',
      NO_PROXY: 'localhost',
      AWS_MAX_ATTEMPTS: '5',
      AWS_PROFILE: 'other',
      AWS_ACCESS_KEY_ID: 'AKIAOFTHEHOST',
      AWS_SECRET_ACCESS_KEY: 'of the host',
      AWS_CA_BUNDLE: '/etc/ssl/x.pem',
      AWS_VAULT: 'outer',
      TF_VAR_x: '1',
    };
    const { stdout, stderr, status } = await world.vaultrun(
      ['default', '--', 'myimage', 'env'],
      host,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^AWS_MAX_ATTEMPTS=5$/m);
    expect(stdout).not.toMatch(
      /AKIAOFTHEHOST|forged|https?_proxy|no_proxy|AWS_MIN_TTL|TF_VAR|of the host/i,
    );
    const [vault, user] = world.ran().slice(-2);
    const own =
      'AWS_CONFIG_FILE AWS_VAULT_BACKEND AWS_VAULT_FILE_DIR AWS_VAULT_FILE_PASSPHRASE AWS_VAULT_PROMPT AWS_VAULT_STDOUT';
    const passed = 'AWS_MIN_TTL AWS_SESSION_TOKEN_TTL NO_PROXY https_proxy';
    expect(vault?.container).toEqual(
      ['HOME', 'HOSTNAME', 'PATH', ...own.split(' '), ...passed.split(' ')].sort(),
    );
    expect(vault?.argv.slice(0, 3)).toEqual(['run', '--rm', '-i']);
    expect(vault?.argv).not.toContain('-t');
    expect(vault?.env).not.toContain('AWS_VAULT_FILE_PASSPHRASE');
    expect(vault?.argv.join(' ')).not.toMatch(/horse|tcp:|proxy/);
    expect(user?.container).not.toContain('AWS_VAULT_FILE_PASSPHRASE');
  });

  test('only `add --env` gets the keys of the host', async () => {
    await world.vaultrun(['vault', '--', 'list'], KEYS);
    const [add, list] = [world.ran()[0], world.ran().at(-1)];
    expect(add?.container).toContain('AWS_SECRET_ACCESS_KEY');
    expect(add?.argv.join(' ')).not.toContain(KEYS.AWS_SECRET_ACCESS_KEY);
    expect(list?.container).not.toContain('AWS_SECRET_ACCESS_KEY');
  });

  test('a code is wanted and nobody is there: the option is named, and aws-vault asked once', async () => {
    await world.stored('mfa');
    const before = world.ran().length;
    const { status, stderr } = await world.vaultrun(['mfa', '--', 'myimage']);
    expect(status).toBe(125);
    expect(stderr).toBe(
      "vaultrun: error: the profile 'mfa' wants an MFA code: there is no terminal to ask for it on\n" +
        'vaultrun: hint: give it with --mfa-token N\n',
    );
    expect(world.ran()).toHaveLength(before + 1);
    const right = await world.vaultrun(['--mfa-token=123456', 'mfa', '--', 'myimage', 'true']);
    expect(right).toMatchObject({ status: 0, stderr: '' });
    // The session is in the volume now.
    expect(await world.vaultrun(['role', '--', 'myimage', 'true'])).toMatchObject({
      status: 0,
      stderr: '',
    });
    await world.vaultrun(['vault', '--', 'clear']);
    const wrong = await world.vaultrun(['--mfa-token=000000', 'mfa', '--', 'myimage']);
    expect(wrong.stderr).toMatch(/hint: an MFA code is good once/);
  });

  test('a dry run shows the lines and no passphrase, and makes and asks nothing', async () => {
    const world = new VaultWorld(process.execPath);
    rmSync(join(world.home, '.aws'), { recursive: true });
    const asked = join(world.folder, 'asked');
    world.settings(`VAULTRUN_PASSPHRASE_COMMAND=touch '${asked}'; echo '${PASSPHRASE}'`);
    const run = await world.vaultrun(['--dry-run', '--mfa-token=123456', 'dev', '--', 'myimage'], {
      AWS_REGION: 'x-1',
    });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /^docker run --rm -i --env-file \S+ --name \S+ --entrypoint aws-vault .*-v test-vault-volume:\S+ .*vault-image exec '--mfa-token=\*{6}' dev -- env\ndocker run --rm -i --env-file \S+ myimage\n/,
    );
    expect(run.stdout).toContain('passphrase, from VAULTRUN_PASSPHRASE_COMMAND, AWS_REGION\n');
    const vault = await world.vaultrun(['vault', '--dry-run', '--', 'add', 'dev']);
    expect(vault.stdout).toMatch(/^docker run .* vault-image add dev\n$/);
    expect(`${run.stdout}${vault.stdout}`).not.toContain('horse');
    for (const path of [asked, world.record, join(world.home, '.aws')])
      expect(existsSync(path)).toBe(false);
    world.remove();
  });

  test('a config elsewhere, by a symbolic link, and next to the home', async () => {
    const world = new VaultWorld(process.execPath);
    world.write('dot files/aws config', '[profile linked]\nregion = ap-south-1\n');
    rmSync(join(world.home, '.aws/config'));
    await execa('ln', [
      '-s',
      join(world.folder, 'dot files/aws config'),
      join(world.home, '.aws/config'),
    ]);
    world.write('home/other', '[profile linked]\nregion = sa-east-1\n');
    await world.stored('linked');
    expect((await world.vaultrun(['linked', '--', 'myimage', 'env'])).stdout).toMatch(
      /^AWS_REGION=ap-south-1$/m,
    );
    const other = { AWS_CONFIG_FILE: join(world.home, 'other') };
    expect((await world.vaultrun(['linked', '--', 'myimage', 'env'], other)).stdout).toMatch(
      /^AWS_REGION=sa-east-1$/m,
    );
    const mounts = world
      .ran()
      .flatMap(({ argv }) => argv.filter(word => word.startsWith('type=bind')));
    // `add` writes the file alone as well.
    await world.vaultrun(['vault', '--', 'add', 'more', '--env'], { ...KEYS, ...other });
    expect(world.read('home/other')).toMatch(/^\[profile more\]$/m);
    expect(world.ran().at(-1)?.argv).toContain(
      `type=bind,src=${world.home}/other,dst=/vaultrun/aws/other`,
    );
    expect(mounts.at(-2)).toBe(
      `type=bind,src=${join(world.folder, 'dot files')},dst=/vaultrun/aws,readonly`,
    );
    // Not the whole home.
    expect(mounts.at(-1)).toBe(
      `type=bind,src=${world.home}/other,dst=/vaultrun/aws/other,readonly`,
    );
    world.remove();
  });

  test('doctor finds its image and its volume, and asks it with --deep', async () => {
    const args = ['doctor', '--deep', '--json', 'default', '--', 'myimage'];
    const findings = JSON.parse((await world.vaultrun(args)).stdout);
    for (const [check, detail] of [
      ['vault-image', 'vault-image, in docker'],
      ['vault-volume', 'test-vault-volume, in docker'],
      ['credentials', expect.stringMatching(/a session that ends in/)],
    ]) {
      expect(findings).toContainEqual(expect.objectContaining({ check, status: 'ok', detail }));
    }
  });

  test("a repository's engine is that of the run, and the vault stays in the user's own", async () => {
    world.write('work/.env', 'VAULTRUN_ENGINE=podman\n');
    world.settings(`VAULTRUN_PASSPHRASE_COMMAND=echo '${PASSPHRASE}'`, 'VAULTRUN_ENGINE=nerdctl');
    const engines = async (args: string[]) => {
      const { stdout } = await world.vaultrun([...args, '--dry-run', 'default', '--', 'myimage']);
      return stdout.split('\n').flatMap(line => /^(\w+) run/.exec(line)?.[1] ?? []);
    };
    expect(await engines([])).toEqual(['nerdctl', 'podman']);
    expect(await engines(['--engine=docker'])).toEqual(['docker', 'docker']);
    const { stdout } = await world.vaultrun(['vault', '--dry-run', '--', 'list']);
    expect(stdout).toMatch(/^nerdctl run/);
    world.settings(`VAULTRUN_PASSPHRASE_COMMAND=echo '${PASSPHRASE}'`);
    expect(await engines([])).toEqual(['docker', 'podman']);
    rmSync(join(world.cwd, '.env'));
  });

  test('two at once on one volume', async () => {
    const both = await Promise.all(
      [1, 2].map(() => world.vaultrun(['default', '--', 'myimage', 'env'])),
    );
    for (const { status, stderr } of both)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('--refresh wants a passphrase that nobody has to type', async () => {
    const world = new VaultWorld(process.execPath);
    world.settings();
    const { status, stderr } = await world.vaultrun(['--refresh', 'default', '--', 'myimage']);
    expect(status).toBe(125);
    expect(stderr).toMatch(
      /--refresh asks the vault again while nobody can be asked.*\n.*VAULTRUN_PASSPHRASE_COMMAND/,
    );
    world.remove();
  });
});

describe('what starts nothing', () => {
  const world = new VaultWorld(process.execPath);
  const podmans = join(world.folder, 'podmans');
  const podman = world.write(
    'podmans/podman',
    '#!/bin/sh\n[ "$1" = run ] || exec echo "prod false ssh://root@other/run/podman.sock"\necho started\n',
  );
  chmodSync(podman, 0o755);
  beforeAll(() => world.stored('default'));
  afterAll(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });

  test.each<[string, string[], Record<string, string>, RegExp, RegExp]>([
    [
      'a wrong passphrase',
      [],
      { VAULTRUN_PASSPHRASE_COMMAND: 'echo wrong' },
      /integrity check failed[\s\S]*no credentials for profile 'default'/,
      /passphrase is that of the volume 'test-vault-volume'/,
    ],
    [
      'no passphrase',
      [],
      { VAULTRUN_PASSPHRASE_COMMAND: 'echo' },
      /command printed nothing/,
      /VAULTRUN_PASSPHRASE_COMMAND/,
    ],
    [
      'two lines',
      [],
      { VAULTRUN_PASSPHRASE_COMMAND: 'echo hush; echo hush' },
      /printed more than one line/,
      /./,
    ],
    [
      'no text',
      [],
      { VAULTRUN_PASSPHRASE_COMMAND: "printf 'a\\377'" },
      /printed what is no text/,
      /./,
    ],
    [
      'a failing command',
      [],
      { VAULTRUN_PASSPHRASE_COMMAND: 'echo hush; exit 3' },
      /gave no passphrase \(status 3\)/,
      /./,
    ],
    [
      'a command that kills itself',
      [],
      { VAULTRUN_PASSPHRASE_COMMAND: 'kill -9 $$' },
      /killed by SIGKILL/,
      /./,
    ],
    [
      'no image of that name',
      ['--vault-image=nope'],
      {},
      /docker could not run aws-vault in the image nope \(status 125\)/,
      /by itself: vaultrun vault --vault-image=nope -- --version/,
    ],
    [
      'an image without aws-vault',
      ['--vault-image=myimage'],
      {},
      /image myimage \(status 127\)/,
      /no aws-vault on its PATH/,
    ],
    [
      'an empty volume',
      ['--vault-volume', 'other'],
      {},
      /no credentials for profile/,
      /volume 'other'\n.*stored in it yet: vaultrun vault --vault-volume=other -- add default\n/,
    ],
    ['a daemon that is down', [], { STAND_IN_DAEMON: 'down' }, /Cannot connect/, /./],
    [
      'an engine elsewhere',
      [],
      { DOCKER_HOST: 'ssh://me@other' },
      /cannot run in a container on other/,
      /engine of this machine/,
    ],
    [
      'a host without a scheme',
      [],
      { DOCKER_HOST: 'other:2375' },
      /cannot run in a container on other/,
      /engine of this machine/,
    ],
    [
      "podman's connection",
      ['--engine=podman'],
      { CONTAINER_CONNECTION: 'prod', PATH: `${podmans}:${world.env.PATH}` },
      /cannot run in a container on other/,
      /engine of this machine/,
    ],
    ['no engine', ['--engine=nerdctl'], { PATH: '/nowhere' }, /nerdctl is not on PATH/, /./],
  ])('%s: no container, an error and a hint', async (_, own, env, error, hint) => {
    const before = world.ran().length;
    const { status, stdout, stderr } = await world.vaultrun(
      [...own, 'default', '--', 'myimage', 'echo', 'started'],
      env,
    );
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(error);
    expect(stderr).toMatch(/^vaultrun: error: [^A-Z].*[^.]$/m);
    expect(stderr.split('vaultrun: hint: ').slice(1).join('')).toMatch(hint);
    expect(stderr).not.toMatch(/horse|hush|at .*\.cjs/);
    expect(
      world
        .ran()
        .slice(before)
        .filter(({ argv }) => argv.includes('started')),
    ).toEqual([]);
  });
});

describe('aws-vault on the host', () => {
  let world: VaultWorld;
  beforeEach(() => {
    world = new VaultWorld(process.execPath);
    world.write(
      'home/.config/vaultrun/config.env',
      `VAULTRUN_PASSPHRASE_COMMAND=echo '${PASSPHRASE}'\n`,
    );
    world.program('aws-vault', 'echo "$0 $*"; env; exit 7');
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });

  test('vaultrun vault is aws-vault: its words, its status, and no nesting', async () => {
    const words = ['exec', 'a b', '--', 'sh', '-c', 'x', '', '--help'];
    const { status, stdout, stderr } = await world.vaultrun(['vault', '--', ...words], {
      AWS_VAULT: 'outer',
    });
    expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
    expect(stdout).toMatch(/aws-vault exec a b -- sh -c x {2}--help\n/);
    expect(stdout).not.toMatch(/^AWS_VAULT=|PASSPHRASE=/m);
    expect((await world.vaultrun(['vault', '--dry-run', '--', ...words])).stdout).toBe(
      "aws-vault exec 'a b' -- sh -c x '' --help\n",
    );
  });

  test.each<[string[], Record<string, string>, boolean]>([
    [['list'], { AWS_VAULT_BACKEND: 'file' }, true],
    [['--backend=file', 'list'], {}, true],
    [['list', '--backend', 'file'], { AWS_VAULT_BACKEND: 'pass' }, true],
    [['list', '--backend=pass'], { AWS_VAULT_BACKEND: 'file' }, false],
    [['exec', 'x', '--', 'y', '--backend=file'], {}, false],
    [['list'], { AWS_VAULT_BACKEND: 'secret-service' }, false],
  ])('the passphrase for %j with %j: %s', async (words, env, given) => {
    const { stdout } = await world.vaultrun(['vault', '--', ...words], env);
    expect(stdout.includes(`AWS_VAULT_FILE_PASSPHRASE=${PASSPHRASE}\n`)).toBe(given);
  });

  test('the command of `exec` does not inherit the passphrase, and a shell gets none', async () => {
    world.program(
      'aws-vault',
      'echo "${AWS_VAULT_FILE_PASSPHRASE-none}" >&2; while [ "$1" != -- ]; do shift || exit 0; done; shift; exec "$@"',
    );
    const exec = (...words: string[]) =>
      world.vaultrun(['vault', '--', 'exec', ...words], { AWS_VAULT_BACKEND: 'file' });
    const print = 'echo "[$1][$2]"; env; exit 7';
    const command = await exec('dev', '--', 'sh', '-c', print, 'sh', 'a b', '');
    expect(command).toMatchObject({ status: 7, stderr: `${PASSPHRASE}\n` });
    expect(command.stdout).toMatch(/^\[a b\]\[\]\n/);
    expect(command.stdout).not.toMatch(/PASSPHRASE=|horse/);
    expect((await exec('dev')).stderr).toMatch(/^none\n/);
    expect((await exec('dev', 'env')).stderr).toMatch(/^none\n/);
  });

  test('it serves a run as well, goes no further, and fails closed', async () => {
    world.program('aws-vault', `env >'${world.folder}/seen'; cat '${world.folder}/answer'`);
    world.write('answer', 'AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\n');
    const files = { AWS_VAULT_BACKEND: 'file' };
    const { stdout, status } = await world.vaultrun(['-q', 'dev', '--', 'myimage', 'env'], files);
    expect(status).toBe(0);
    expect(stdout).not.toContain('PASSPHRASE');
    expect(world.read('seen')).toContain(`AWS_VAULT_FILE_PASSPHRASE=${PASSPHRASE}\n`);
    await world.vaultrun(['-q', 'dev', '--', 'myimage', 'env']);
    expect(world.read('seen')).not.toContain('PASSPHRASE');
    const failing = { ...files, VAULTRUN_PASSPHRASE_COMMAND: 'false' };
    for (const args of [
      ['dev', '--', 'myimage'],
      ['vault', '--', 'list'],
    ]) {
      const failed = await world.vaultrun(args, failing);
      expect(failed).toMatchObject({ status: 125, stdout: '' });
      expect(failed.stderr).toMatch(/gave no passphrase \(status 1\)/);
    }
  });

  test('a signal reaches it, and its death is ours', async () => {
    world.program('aws-vault', 'echo ready; exec sleep 1000');
    const child = world.background(['vault', '--', 'list'], process.execPath);
    for await (const line of child) if (line === 'ready') child.kill('SIGTERM');
    expect((await child).signal).toBe('SIGTERM');
  });

  test.each<[string[], RegExp, RegExp]>([
    [['vault'], /there is no '--'/, /vaultrun vault -- list/],
    [['vault', 'list'], /takes no profile/, /vaultrun vault -- list$/m],
    [
      ['vault', 'dev', '--', 'list', 'a b'],
      /takes no profile/,
      /out: vaultrun vault -- list 'a b'$/m,
    ],
    [
      ['vault', '--vault-image', 'i', 'add', 'dev', '--', '--env'],
      /takes no profile/,
      /behind it: vaultrun vault --vault-image i -- add dev --env$/m,
    ],
    [
      ['vault', 'exec', 'dev', '--', 'ls', '-l'],
      /takes no profile/,
      /behind it: vaultrun vault -- exec dev -- ls -l$/m,
    ],
    [['vault', '--'], /nothing stands behind/, /vaultrun vault -- list/],
    [
      ['vault', '--region=x', '--', 'list'],
      /--region belongs to 'vaultrun run', 'vaultrun exec', 'vaultrun env' and 'vaultrun doctor'\n/,
      /./,
    ],
    [['vault', '--engine=docker', '--', 'list'], /needs no engine/, /--vault-image/],
    [['env', '--engine=docker', 'dev'], /needs no engine/, /--vault-image/],
    [['--vault-volume=x', 'dev', '--', 'i'], /no image is named/, /VAULTRUN_VAULT_IMAGE/],
    [['--vault-image=a b', 'dev', '--', 'i'], /name of an image/, /./],
    [['--vault-image=i', '--vault-volume=/etc', 'dev', '--', 'i'], /which is no path/, /./],
    [['--vault-image=i', '--credential-process=x', 'dev', '--', 'i'], /leave one|replaces/, /./],
    [['--passphrase-command=x', 'dev', '--', 'i'], /unknown option/, /./],
  ])('%j is a usage error', async (args, error, hint) => {
    const { status, stdout, stderr } = await world.vaultrun(args);
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(error);
    expect(stderr).toMatch(hint);
  });
});
