import { join } from 'node:path';
import { execa } from 'execa';
import { CTRL_BACKSLASH, CTRL_C, CTRL_Z, Terminal } from '../support/terminal.ts';
import { BIN, CREDENTIALS, NODES, STAND_INS, World } from '../support/world.ts';

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.vault();
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });
  const bash = (script: string, env: Record<string, string> = {}) =>
    new Terminal('bash', ['--norc', '-c', script, 'bash', node, BIN], {
      cwd: world.cwd,
      env: { ...world.env, ...env },
    });

  test.each([
    ['all three are terminals', '"$1" "$2" dev -- img', 'run --rm -i -t --env-file'],
    ['stdin is not', '"$1" "$2" dev -- img </dev/null', 'run --rm -i --env-file'],
    ['stdout is not', '"$1" "$2" dev -- img | cat', 'run --rm -i --env-file'],
    ['stderr is not', '"$1" "$2" dev -- img 2>/dev/null', 'run --rm -i --env-file'],
  ])('-t when %s', async (_, script, expected) => {
    world.program('docker', 'echo "$@"');
    const terminal = bash(script);
    await terminal.ended;
    expect(terminal.screen).toContain(expected);
  });

  test('errors have colour on a terminal, and none with NO_COLOR', async () => {
    const plain = bash('"$1" "$2" dev', { NO_COLOR: '1' });
    const coloured = bash('"$1" "$2" dev');
    await Promise.all([plain.ended, coloured.ended]);
    expect(plain.screen).toMatch(/^vaultrun: error: there/);
    expect(coloured.screen.replaceAll('\u001b', 'ESC')).toMatch(
      /^vaultrun: ESC\[31merror:ESC\[39m there/,
    );
  });

  describe('an MFA question', () => {
    let env: Record<string, string>;
    beforeEach(async () => {
      const folder = join(node, '..');
      env = {
        PATH: `${STAND_INS}:${folder}:${world.env.PATH}`,
        AWS_CONFIG_FILE: world.write(
          'config',
          '[profile mfa]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n',
        ),
        AWS_VAULT_BACKEND: 'file',
        AWS_VAULT_FILE_DIR: join(world.folder, 'keys'),
        AWS_VAULT_FILE_PASSPHRASE: 'open sesame',
      };
      const keys = { AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0', AWS_SECRET_ACCESS_KEY: 'stored' };
      await execa('aws-vault', ['add', 'mfa', '--env'], {
        env: { ...world.env, ...env, ...keys },
        extendEnv: false,
      });
    });

    test('is answered on the terminal while stdin is piped into the container', async () => {
      const terminal = bash(
        'echo piped | "$1" "$2" mfa -- myimage sh -c \'cat; env | grep -c TOKEN\'',
        env,
      );
      await terminal.shows(/MFA code.*: $/);
      terminal.type('123456\r');
      await terminal.ended;
      expect(terminal.screen).toMatch(/\npiped\n1\n$/);
    });

    test('with a wrong answer starts nothing', async () => {
      const terminal = bash('"$1" "$2" mfa -- myimage echo started', env);
      await terminal.shows(/MFA code.*: $/);
      terminal.type('000000\r');
      expect((await terminal.ended).exitCode).toBe(125);
      expect(terminal.screen).toMatch(/error:.* aws-vault gave no credentials for profile 'mfa'/);
      expect(terminal.screen).not.toContain('started');
    });

    test('is ended by ^C, and so are we', async () => {
      const terminal = bash(
        'trap : INT; "$1" "$2" mfa -- myimage echo started; echo "status $?"',
        env,
      );
      await terminal.shows(/MFA code.*: $/);
      terminal.type(CTRL_C);
      await terminal.ended;
      expect(terminal.screen).toMatch(/status 130\n$/);
      expect(terminal.screen).not.toContain('started');
    });

    test('leaves a terminal that shows what is typed, though aws-vault has hidden it', async () => {
      world.program(
        'aws-vault',
        'exec </dev/tty >/dev/tty; stty -echo -icanon -icrnl; printf "code: "; exec sleep 30',
      );
      const path = `${world.bin}:${env.PATH}`;
      const terminal = bash('trap : INT; "$1" "$2" mfa -- myimage; stty -a', {
        ...env,
        PATH: path,
      });
      await terminal.shows(/code: $/);
      terminal.type(CTRL_C);
      await terminal.ended;
      expect(terminal.screen).toMatch(/ icrnl /);
      expect(terminal.screen).toMatch(/ icanon .* echo /s);
    });

    test('nobody can answer is told, with the option that does', async () => {
      const { status, stderr } = await world.run(['mfa', '--', 'myimage'], { with: node, env });
      expect(status).toBe(125);
      expect(stderr).toMatch(
        /hint: the profile wants an MFA code and there is no terminal.*--mfa-token/,
      );
      const wrong = await world.run(['--mfa-token=000000', 'mfa', '--', 'myimage'], {
        with: node,
        env,
      });
      expect(wrong.stderr).toMatch(/hint: an MFA code is good once/);
      const right = await world.run(['--mfa-token=123456', 'mfa', '--', 'myimage', 'true'], {
        with: node,
        env,
      });
      expect(right).toMatchObject({ status: 0, stderr: '' });
    });
  });

  /** An engine that counts the signals it gets until it is told to stop. */
  const counting = (signal: string) =>
    `n=0; trap 'n=$((n+1)); echo "got $n"' ${signal}; echo ready
     until read -r line && [ "$line" = stop ]; do :; done; echo "total $n"; exit 7`;

  test.each([
    ['^C', CTRL_C, 'INT'],
    ['^\\', CTRL_BACKSLASH, 'QUIT'],
    ['^Z', CTRL_Z, 'TSTP'],
  ])('%s reaches the engine once, and its status still comes back', async (_, key, signal) => {
    world.program('docker', counting(signal));
    const terminal = bash('trap : INT QUIT TSTP; "$1" "$2" dev -- img; echo "status $?"');
    await terminal.shows(/ready/);
    terminal.type(key);
    await terminal.shows(/got 1/);
    terminal.type('stop\r');
    await terminal.ended;
    // As a parent we pass QUIT on, for it may be ours alone; the terminal has sent it to the engine as well.
    const total =
      key === CTRL_BACKSLASH ? /total [12]\n(?:got 2\n)?status 7\n$/ : /total 1\nstatus 7\n$/;
    expect(terminal.screen).toMatch(total);
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGINT'] as const)(
    'every %s without a terminal is passed on, and nothing is escalated',
    async signal => {
      world.program(
        'docker',
        `n=0; trap 'n=$((n+1)); echo "got $n"' ${signal.slice(3)}; echo ready
         while [ $n -lt 3 ]; do sleep 0.02; done; exit 7`,
      );
      const child = world.background(['dev', '--', 'img'], node);
      for await (const line of child) {
        if (line === 'ready' || /got [12]/.test(line)) child.kill(signal);
      }
      const { exitCode, stdout } = await child;
      expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: 'ready\ngot 1\ngot 2\ngot 3' });
    },
  );

  test('what is typed reaches the engine, and the secret is never shown', async () => {
    world.program('docker', 'echo ready; read -r line; echo "read $line"; exit 7');
    const terminal = bash('"$1" "$2" dev -- img; echo "status $?"');
    await terminal.shows(/ready/);
    terminal.type('hello\r');
    await terminal.ended;
    expect(terminal.screen).toMatch(/read hello\nstatus 7\n$/);
    expect(terminal.screen).not.toContain(CREDENTIALS.AWS_SECRET_ACCESS_KEY);
  });
});
