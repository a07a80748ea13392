import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { BIN, CREDENTIALS, NODES, STAND_INS, World } from '../support/world.ts';

const SECRET = CREDENTIALS.AWS_SECRET_ACCESS_KEY;

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
  const run = (args: string[], options = {}) => world.run(args, { with: node, ...options });

  describe('vaultrun env', () => {
    test('prints what a container would get, sorted, without any engine', async () => {
      const { stdout, stderr, status } = await run(['env', 'dev'], {
        env: { AWS_ENV: 'x', AWS_PROFILE: 'no', TF_VAR_a: '1' },
      });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const names = stdout
        .trim()
        .split('\n')
        .map(line => line.split('=')[0]);
      expect(names).toEqual([...Object.keys(CREDENTIALS), 'AWS_ENV'].sort());
    });

    test.each(['sh', 'bash', 'dash', 'zsh'])(
      '--format export is safe to eval in %s',
      async shell => {
        const found = await execa('which', [shell], { reject: false });
        if (found.exitCode !== 0) {
          console.error(`not shown here: ${shell} is not installed`);
          return;
        }
        const nasty = `a'b"c $HOME \`id\` \\ ; rm -rf x # * ~ !! \u00e9`;
        const printed = await run(['env', '--format=export', 'dev'], { env: { AWS_ENV: nasty } });
        const { stdout } = await execa(shell, ['-c', `${printed.stdout}\nprintenv AWS_ENV`]);
        expect(stdout).toBe(nasty);
      },
    );

    test('--format export takes away what would mix another identity into it, and nothing else', async () => {
      const { AWS_SESSION_TOKEN, ...longLived } = CREDENTIALS;
      world.vault(longLived);
      const env = {
        AWS_SESSION_TOKEN,
        AWS_PROFILE: 'other',
        AWS_BEARER_TOKEN_BEDROCK: 'other',
        // No shell holds such a name, and one that evaluates it would run it.
        'AWS_BEARER_TOKEN_$(touch made)': 'other',
        'AWS_BEARER_TOKEN_\ntouch made': 'other',
        AWS_PAGER: 'less',
      };
      const { stdout } = await run(['env', '-nq', '--format=export', 'dev'], { env });
      const lines = stdout.split('\n').filter(line => !line.startsWith('export '));
      expect(lines).toEqual([
        'unset AWS_BEARER_TOKEN_BEDROCK',
        'unset AWS_PROFILE',
        'unset AWS_SESSION_TOKEN',
        '',
      ]);
      const shell = await execa('sh', ['-euc', `${stdout}\nenv`], { env });
      expect(shell.stdout).not.toMatch(/AWS_SESSION_TOKEN|AWS_PROFILE/);
      expect(shell.stdout).toContain(`AWS_SECRET_ACCESS_KEY=${SECRET}\n`);
    });

    test('--format credential-process is what the SDKs read', async () => {
      world.vault({ ...CREDENTIALS, AWS_CREDENTIAL_EXPIRATION: '2099-01-01T00:00:00Z' });
      const { stdout } = await run(['env', '--format', 'credential-process', 'dev']);
      expect(JSON.parse(stdout)).toEqual({
        Version: 1,
        AccessKeyId: CREDENTIALS.AWS_ACCESS_KEY_ID,
        SecretAccessKey: SECRET,
        SessionToken: CREDENTIALS.AWS_SESSION_TOKEN,
        Expiration: '2099-01-01T00:00:00Z',
      });
    });

    test('prints nothing when it fails', async () => {
      world.program('aws-vault', 'echo AWS_ACCESS_KEY_ID=AKIA; exit 1');
      expect(await run(['env', 'dev'])).toMatchObject({ status: 125, stdout: '' });
      world.vault();
      const refused = await run(['env', 'dev'], { env: { AWS_ENV: 'a\nb' } });
      expect(refused).toMatchObject({ status: 125, stdout: '' });
    });

    test('a disk that is full is a failure', async () => {
      const { exitCode, stderr } = await execa(
        '/bin/sh',
        ['-c', 'exec "$1" "$2" env dev >/dev/full', 'sh', node, BIN],
        { env: world.env, extendEnv: false, reject: false, cwd: world.cwd, stdin: 'ignore' },
      );
      expect(exitCode).toBe(125);
      expect(stderr).toMatch(/error: the output could not be written \(ENOSPC\)/);
    });

    test.each([
      [['env', 'dev'], 125],
      [['completion', 'bash'], 125],
      [['doctor', '--json', 'dev'], 125],
      [['--help'], 0],
      [['env', '--help'], 0],
      [['--version'], 0],
      [['--dry-run', 'dev', '--', 'img'], 0],
      [['vault', '--dry-run', '--', 'list'], 0],
    ])('where nobody reads any more %j ends with %i', async (args, status) => {
      world.program('docker', 'exit 0');
      const script = 'trap "" PIPE; { sleep 0.1; "$@"; echo "$?" >&3; } 3>&2 | :; wait';
      const { stderr } = await execa('bash', ['-c', script, 'bash', node, BIN, ...args], {
        env: world.env,
        extendEnv: false,
        reject: false,
        cwd: world.cwd,
        stdin: 'ignore',
      });
      const error = 'vaultrun: error: the output could not be written \\(EPIPE\\)\n.*\n';
      expect(stderr).toMatch(new RegExp(`^${status === 0 ? '' : error}${status}\n?$`));
    });

    test('so is one that takes only a part', async () => {
      const script = 'mount -t tmpfs -o size=4k small "$HOME" && exec "$@" >"$HOME/out"';
      const { exitCode, stderr } = await execa(
        'unshare',
        ['-rm', 'sh', '-c', script, 'sh', node, BIN, 'env', 'dev'],
        {
          env: { ...world.env, AWS_ENV: 'x'.repeat(9000) },
          extendEnv: false,
          reject: false,
          cwd: world.cwd,
          stdin: 'ignore',
        },
      );
      if (/unshare|mount/.test(stderr)) {
        console.error(`not shown here: no namespace of one's own (${stderr})`);
        return;
      }
      expect(exitCode).toBe(125);
      expect(stderr).toMatch(/error: the output could not be written \(ENOSPC\)/);
    });

    test.each([
      [['env', 'dev', '--', 'ls'], /runs nothing/],
      [['env', '--format=yaml', 'dev'], /wants one of env, json/],
      [['--format=json', 'dev', '--', 'img'], /--format belongs to 'vaultrun env'/],
      [['env', '--refresh', 'dev'], /--refresh belongs to 'vaultrun run'/],
    ])('%j is a usage error', async (args, told) => {
      const { status, stderr } = await run(args);
      expect(status).toBe(125);
      expect(stderr).toMatch(told);
    });
  });

  describe('vaultrun exec', () => {
    const exec = (args: string[], options = {}) => run(['exec', 'dev', '--', ...args], options);

    test('gives the command two files, any number of times and at once', async () => {
      const script = `cmp "$VAULTRUN_ENV_FILE" "$1" && cat "$1" "$1" | grep -c '^AWS_SECRET_ACCESS_KEY='
        for i in 1 2 3 4 5; do grep -c . "$1" & done; wait
        cat "$VAULTRUN_CREDENTIALS_FILE"`;
      const { stdout, status } = await exec(['sh', '-c', script, 'sh', '{env-file}']);
      expect(status).toBe(0);
      expect(stdout.split('\n').slice(0, 6)).toEqual(['2', '6', '6', '6', '6', '6']);
      const keys = [
        `aws_access_key_id = ${CREDENTIALS.AWS_ACCESS_KEY_ID}`,
        `aws_secret_access_key = ${SECRET}`,
        `aws_session_token = ${CREDENTIALS.AWS_SESSION_TOKEN}`,
        '',
      ];
      // For programs that ask for none, and for those that ask by the profile's name.
      expect(stdout.split('\n').slice(6)).toEqual(['[default]', ...keys, '[dev]', ...keys]);
    });

    test('and to programs further down that close what they inherit', async () => {
      world.program('closing', 'exec 3<&- 4<&- 5<&- 6<&- 7<&-; exec cat "$1"');
      const { stdout } = await exec(['sh', '-c', 'closing "$1" | cat', 'sh', '{env-file}']);
      expect(stdout).toContain(SECRET);
    });

    test('and nothing secret in its environment or arguments', async () => {
      const { stdout } = await exec([
        'sh',
        '-c',
        "env; tr '\\0' '\\n' </proc/$$/cmdline",
        '{env-file}',
      ]);
      expect(stdout).not.toContain(SECRET);
      expect(stdout).not.toContain(CREDENTIALS.AWS_SESSION_TOKEN);
      expect(stdout).not.toMatch(/HANDOVER|ACTIVE/m);
      expect(stdout.match(/^AWS_.*$/gm)?.sort()).toEqual([
        expect.stringMatching(/^AWS_CONFIG_FILE=\/proc\/\d+\/fd\/\d+$/),
        'AWS_DEFAULT_REGION=eu-west-1',
        'AWS_REGION=eu-west-1',
        expect.stringMatching(/^AWS_SHARED_CREDENTIALS_FILE=\/proc\/\d+\/fd\/\d+$/),
      ]);
    });

    test("and no other identity of the shell's, which would beat the file; the rest stays", async () => {
      const shells = {
        AWS_ACCESS_KEY_ID: 'AKIAOTHER',
        AWS_SECRET_ACCESS_KEY: 'other',
        AWS_SESSION_TOKEN: 'other',
        AWS_ACCESS_KEY: 'other',
        AMAZON_SECRET_ACCESS_KEY: 'other',
        AWS_BEARER_TOKEN_BEDROCK: 'other',
        AWS_PROFILE: 'other',
        AWS_VAULT: 'other',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/other',
        AWS_REGION: 'other',
      };
      const env = { ...shells, AWS_PAGER: 'less', EDITOR: 'vi' };
      const { stdout } = await exec(['env'], { env });
      expect(stdout).not.toMatch(/other/i);
      expect(stdout).toMatch(/^AWS_PAGER=less$/m);
      expect(stdout).toMatch(/^EDITOR=vi$/m);
    });

    test('AWS tools in it find the file, whatever config the shell has', async () => {
      const env = { AWS_CONFIG_FILE: '/own/config', AWS_SHARED_CREDENTIALS_FILE: '/own/keys' };
      const line =
        'cmp "$AWS_CONFIG_FILE" "$AWS_SHARED_CREDENTIALS_FILE" && cat "$AWS_CONFIG_FILE"';
      const { stdout, status } = await exec(['sh', '-c', line], { env });
      expect(status).toBe(0);
      expect(stdout).toContain(`aws_secret_access_key = ${SECRET}`);
    });

    test.each([
      ['as it was', '/own/config'],
      ['none, as there was none', undefined],
    ])('a vaultrun in it has its caller’s config: %s', async (_, file) => {
      const seen = join(world.folder, 'seen');
      const tools = "env | sort | grep -E '^AWS_(CONFIG|SHARED_CREDENTIALS)_FILE|OUTER'";
      world.program(
        'aws-vault',
        `${tools} >>'${seen}'; echo --- >>'${seen}'; exec cat '${world.folder}/answer'`,
      );
      const own = file === undefined ? {} : { AWS_CONFIG_FILE: file };
      const inner = [node, BIN, 'exec', 'dev', '--', node, BIN, 'env', 'dev'];
      const { status, stderr } = await exec(inner, { env: own });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const before = file === undefined ? '' : `AWS_CONFIG_FILE=${file}\n`;
      expect(readFileSync(seen, 'utf8')).toBe(`${before}---\n`.repeat(3));
    });

    test('neither the passphrase of the vault nor what --drop names reaches it', async () => {
      const env = { AWS_VAULT_FILE_PASSPHRASE: 'horse', AWS_PAGER: 'less', EDITOR: 'vi' };
      const { stdout } = await run(['exec', '--drop=AWS_PAGER', 'dev', '--', 'env'], { env });
      expect(stdout).not.toMatch(/horse|AWS_PAGER/);
      expect(stdout).toMatch(/^EDITOR=vi$/m);
      const passed = ['exec', '--pass=AWS_VAULT_FILE_PASSPHRASE', 'dev', '--', 'env'];
      expect((await run(passed, { env })).stdout).toMatch(/^AWS_VAULT_FILE_PASSPHRASE=horse$/m);
    });

    test('its words arrive as they are, its stdin is ours, its status comes back', async () => {
      const script = 'for a; do printf "<%s>" "$a"; done; cat; exit 7';
      const words = ['sh', '-c', script, 'sh', '', 'a b', "'", '--', '{env}', '-e'];
      const { stdout, status } = await exec(words, { stdin: 'pipe', input: 'piped' });
      expect(stdout).toBe("<><a b><'><--><{env}><-e>piped");
      expect(status).toBe(7);
    });

    test.each([
      [['nowhere'], 127, /nowhere cannot be started \(ENOENT\)/],
      [['', 'x'], 127, /error: '' cannot be started \(ENOENT\)\n.*hint: .* is empty/],
      [['./plain'], 126, /plain cannot be started \(EACCES\)/],
      [['plain'], 126, /plain cannot be started \(EACCES\)/],
      [['/tmp'], 126, /\/tmp cannot be started \(EACCES\)/],
      [['folder'], 126, /folder cannot be started \(EACCES\)/],
      [['./plain/x'], 126, /plain\/x cannot be started \(ENOTDIR\)/],
      [['./nowhere'], 127, /nowhere cannot be started \(ENOENT\)/],
    ])('%j ends as env(1) would, and asks for nothing', async (words, expected, told) => {
      const asked = join(world.folder, 'asked');
      world.write('work/plain', 'text');
      world.write('bin/plain', 'text');
      world.write('bin/folder/file', 'text');
      world.program('aws-vault', `touch '${asked}'`);
      const { status, stderr } = await exec(words);
      expect(status).toBe(expected);
      expect(stderr).toMatch(told);
      expect(existsSync(asked)).toBe(false);
    });

    test('an interpreter that is not there ends as env(1) would', async () => {
      world.program('script', '#!/no/such/interpreter\n');
      const { status, stderr } = await exec(['script']);
      expect(status).toBe(127);
      expect(stderr).toMatch(/script cannot be started: its interpreter is missing\n/);
    });

    test.each(['SIGTERM', 'SIGKILL', 'SIGPIPE'])(
      "the command's death by %s is ours",
      async signal => {
        expect(await exec(['sh', '-c', `kill -${signal.slice(3)} $$`])).toMatchObject({ signal });
      },
    );

    test('does not start where aws-vault fails', async () => {
      world.program('aws-vault', 'exit 1');
      expect(await exec(['echo', 'started'])).toMatchObject({ status: 125, stdout: '' });
    });
  });

  describe('--credential-process', () => {
    const json = JSON.stringify({
      Version: 1,
      AccessKeyId: 'ASIAQNZGKIQY56JQ7WML',
      SecretAccessKey: SECRET,
      SessionToken: 'token',
      Expiration: '2099-01-01T00:00:00Z',
    });
    beforeEach(() => {
      world.program('aws-vault', 'echo must not be asked >&2; exit 1');
      world.program('granted', `echo '${json}'; echo "said on stderr" >&2`);
    });
    const env = (args: string[], options = {}) =>
      run(['env', '--credential-process', 'granted', ...args], options);

    test('takes the place of aws-vault', async () => {
      const { stdout, stderr, status } = await env(['--region=eu-west-1']);
      expect(status).toBe(0);
      expect(stderr).toBe('said on stderr\n');
      expect(stdout.split('\n')).toEqual([
        'AWS_ACCESS_KEY_ID=ASIAQNZGKIQY56JQ7WML',
        'AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z',
        'AWS_DEFAULT_REGION=eu-west-1',
        'AWS_REGION=eu-west-1',
        `AWS_SECRET_ACCESS_KEY=${SECRET}`,
        'AWS_SESSION_TOKEN=token',
        '',
      ]);
    });

    test('the region is --region, else the profile’s, else the environment’s', async () => {
      world.write('home/.aws/config', '[profile dev]\nregion = eu-central-1\n');
      const region = async (args: string[], more = {}) =>
        /^AWS_REGION=(.*)$/m.exec((await env(args, { env: more })).stdout)?.[1];
      expect(await region(['--region=us-east-1', 'dev'])).toBe('us-east-1');
      expect(await region(['dev'], { AWS_REGION: 'us-west-2' })).toBe('eu-central-1');
      expect(await region([], { AWS_DEFAULT_REGION: 'us-west-2' })).toBe('us-west-2');
      expect(await region([])).toBeUndefined();
    });

    test.each([
      ['fails', 'exit 3', /\(status 3\)/],
      ['prints garbage', 'echo hush', /not a JSON object\n.*hint: it has to print this JSON/],
      [
        'has expired',
        `echo '${json.replace('2099', '2001')}'`,
        /expired already\nvaultrun: hint: the session .* has ended: log in again/,
      ],
    ])('one that %s starts nothing and is not quoted', async (_, script, told) => {
      world.program('granted', script);
      const { status, stdout, stderr } = await env([]);
      expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
      expect(stderr).toMatch(told);
      expect(stderr).not.toMatch(/hush|wJalr/);
    });

    test.each(['--no-session', '--duration=1h', '--mfa-token=123456'])(
      '%s beside it is a usage error',
      async option => {
        const { status, stderr } = await env([option]);
        expect(status).toBe(125);
        expect(stderr).toMatch(/is for aws-vault/);
      },
    );

    test.each(['--no-session', '--duration=1h', '--mfa-token=123456', '--vault-volume=v'])(
      '%s beside one of the settings is too, and says where that is and how it is off once',
      async option => {
        const setting = { VAULTRUN_CREDENTIAL_PROCESS: 'granted' };
        const own = world.write(
          'home/.config/vaultrun/config.env',
          'VAULTRUN_CREDENTIAL_PROCESS=granted\n',
        );
        const name = option.replace(/=.*/, '');
        for (const [more, origin] of [
          [setting, 'VAULTRUN_CREDENTIAL_PROCESS'],
          [{}, `VAULTRUN_CREDENTIAL_PROCESS in ${own}`],
        ] as const) {
          const refused = await run(['env', option, 'dev'], { env: more });
          expect(refused).toMatchObject({ status: 125, stdout: '' });
          expect(refused.stderr).toBe(
            `vaultrun: error: ${name} is for aws-vault, which ${origin} replaces\n` +
              'vaultrun: hint: leave it out, or have aws-vault asked this once: VAULTRUN_CREDENTIAL_PROCESS= vaultrun …\n',
          );
        }
        const once = { VAULTRUN_CREDENTIAL_PROCESS: '' };
        const asked = await run(['env', '--no-session', 'dev'], { env: once });
        expect(asked.stderr).toMatch(/^must not be asked\n/);
      },
    );

    test('works for run and exec', async () => {
      world.program('docker', `while [ "$1" != --env-file ]; do shift; done; cat "$2"`);
      const ran = await run(['--credential-process=granted', '--', 'img']);
      expect(ran.stdout).toContain(SECRET);
    });

    test('its long-lived keys are told as its own, or as those of the profile', async () => {
      const { SessionToken: _, Expiration: __, ...keys } = JSON.parse(json);
      world.program('granted', `echo '${JSON.stringify(keys)}'`);
      const said = async (...args: string[]) => (await env(['--region=eu-west-1', ...args])).stderr;
      expect(await said()).toMatch(
        /^vaultrun: long-lived keys of the credential process \(account \d+\) are pr/,
      );
      expect(await said('dev')).toMatch(
        /^vaultrun: long-lived keys of 'dev' \(account \d+\) are printed/,
      );
    });

    test('may ask vaultrun for the profile that only gives it the region, or for another process', async () => {
      world.vault();
      world.write('home/.aws/config', '[profile dev]\nregion = eu-central-1\n');
      const vaultrun = `'${node}' '${BIN}' env --format credential-process`;
      for (const inner of [`${vaultrun} dev`, `${vaultrun} --credential-process granted dev`]) {
        const { stdout } = await run(['env', '--credential-process', inner, 'dev']);
        expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${SECRET}`);
        expect(stdout).toContain('AWS_REGION=eu-central-1');
      }
    });

    test.each([
      ['of the settings', 'env dev'],
      ['without a profile', 'env'],
      ['as a way back to the vault’s own profile', 'env dev'],
    ])('that asks for itself is refused: one %s', async (way, words) => {
      const turns = join(world.folder, 'turns');
      const vaultrun = `'${node}' '${BIN}'`;
      const again = `echo >>'${turns}'; ${vaultrun} ${words}`;
      world.program('aws-vault', `${vaultrun} env --credential-process 'aws-vault' dev`);
      const { status, stderr } = way.startsWith('as')
        ? await run(['env', 'dev'])
        : await run(['env', 'dev'], { env: { VAULTRUN_CREDENTIAL_PROCESS: again } });
      expect(status).toBe(125);
      expect(stderr).toMatch(/error: the credential process asks vaultrun for what it itself is/);
      if (existsSync(turns)) expect(readFileSync(turns, 'utf8')).toBe('\n');
    });

    test('and what stands in its command line is in no environment below it', async () => {
      const seen = join(world.folder, 'seen');
      const command = `env >'${seen}'; granted --password=hunter2`;
      const { status } = await run(['env', '--credential-process', command]);
      expect(status).toBe(0);
      expect(readFileSync(seen, 'utf8')).toMatch(/^VAULTRUN_ACTIVE=@[0-9a-f]{16}$/m);
      expect(readFileSync(seen, 'utf8')).not.toContain('hunter2');
    });
  });

  describe('--account', () => {
    const started = () => join(world.folder, 'started');
    beforeEach(() => {
      world.program('docker', `touch '${started()}'`);
      world.vault({ ...CREDENTIALS, AWS_ACCESS_KEY_ID: 'ASIAQNZGKIQY56JQ7WML' });
    });

    test('the right one passes, from a flag, the environment or a repository', async () => {
      expect((await run(['--account=029608264753', 'dev', '--', 'img'])).status).toBe(0);
      world.write('work/.env', 'VAULTRUN_ACCOUNT=029608264753\n');
      expect((await run(['dev', '--', 'img'])).status).toBe(0);
    });

    test.each([
      [
        'another',
        'ASIAQNZGKIQY56JQ7WML',
        '000000000001',
        /belong to account 029608264753, not to 000000000001/,
      ],
      ['none to be seen', 'AKIAIOSFODNN7EXAMPLE', '000000000001', /does not tell its account/],
    ])('%s is refused before anything starts', async (_, id, account, told) => {
      world.vault({ ...CREDENTIALS, AWS_ACCESS_KEY_ID: id });
      const { status, stderr } = await run(['--account', account, 'dev', '--', 'img']);
      expect(status).toBe(125);
      expect(stderr).toMatch(told);
      expect(existsSync(started())).toBe(false);
      expect(
        (await run(['exec', '--account', account, 'dev', '--', 'touch', started()])).status,
      ).toBe(125);
      expect(existsSync(started())).toBe(false);
    });

    test('--verbose and the notices name it, where the id tells it', async () => {
      const session = await run(['--verbose', 'dev', '--', 'img']);
      expect(session.stderr).toMatch(/answered with \d+ variables .*, of account 029608264753$/m);
      const keys = { AWS_SESSION_TOKEN: '', AWS_SECURITY_TOKEN: '' };
      world.vault({ ...CREDENTIALS, AWS_ACCESS_KEY_ID: 'AKIAQNZGKIQY56JQ7WML', ...keys });
      const notice = (await run(['-n', 'dev', '--', 'img'])).stderr;
      expect(notice).toMatch(/^vaultrun: long-lived keys of 'dev' \(account 029608264753\) enter/m);
      world.vault({ ...CREDENTIALS, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' });
      const { stderr } = await run(['--verbose', 'dev', '--', 'img']);
      expect(stderr).toMatch(/, which do not tell their account$/m);
    });

    test.each(['AKIAIOSFODNN7EXAMPLE', 'ASIAQNZGKIQY56JQ7WML'])(
      'one that a repository pins is not told to be left out: %s',
      async id => {
        world.vault({ ...CREDENTIALS, AWS_ACCESS_KEY_ID: id });
        world.write('work/.env', 'VAULTRUN_ACCOUNT=000000000001\n');
        const { status, stderr } = await run(['env', 'dev']);
        expect(status).toBe(125);
        expect(stderr).toMatch(
          /hint: .* VAULTRUN_ACCOUNT in \.env says so: VAULTRUN_ACCOUNT= vaultrun … asks for none/,
        );
        expect(stderr).not.toContain('--account');
        const once = await run(['env', 'dev'], { env: { VAULTRUN_ACCOUNT: '' } });
        expect(once.status).toBe(0);
        world.write('work/.env', '');
      },
    );

    test('the environment is beaten by the flag, and a wrong value is refused', async () => {
      const wrong = await run(['dev', '--', 'img'], { env: { VAULTRUN_ACCOUNT: '123' } });
      expect(wrong.stderr).toMatch(/VAULTRUN_ACCOUNT: wants the twelve digits/);
    });
  });

  test('the credential_process of another profile, by the stand-in vault', async () => {
    const config = world.write(
      'config',
      `[profile outer]\nregion = eu-west-1\ncredential_process = '${node}' '${BIN}' env --format credential-process inner\n[profile inner]\nregion = eu-west-1\n`,
    );
    const env = {
      PATH: `${STAND_INS}:${join(node, '..')}:${world.env.PATH}`,
      AWS_CONFIG_FILE: config,
      AWS_VAULT_BACKEND: 'file',
      AWS_VAULT_FILE_DIR: join(world.folder, 'keys'),
      AWS_VAULT_FILE_PASSPHRASE: 'open sesame',
    };
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0', AWS_SECRET_ACCESS_KEY: 'stored' };
    await execa('aws-vault', ['add', 'inner', '--env'], {
      env: { ...world.env, ...env, ...keys },
      extendEnv: false,
    });
    const { stdout, status } = await run(['env', 'outer'], { env });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^AWS_SESSION_TOKEN=/m);
  });
});
