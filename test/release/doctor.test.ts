import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { accountOf } from '../../lib/credentials/account.ts';
import { CHECKS, type Finding } from '../../lib/doctor/finding.ts';
import { Terminal } from '../support/terminal.ts';
import { BIN, CREDENTIALS, NODES, type Outcome, STAND_INS, World } from '../support/world.ts';

const INFO = '{"ServerVersion":"28.2.2","SecurityOptions":["name=seccomp"]}';

const FLAGS = "printf '%s\\n' '      --pull string   pull' '  -e, --env list   variable'";

/** A world in which all is well, and every call of a program is recorded. */
class DoctorWorld extends World {
  readonly #calls = join(this.folder, 'calls');

  constructor() {
    super();
    // Memory, where the machine has any.
    this.env.XDG_RUNTIME_DIR = '';
    this.env.AWS_VAULT_BACKEND = 'file';
    this.env.AWS_VAULT_FILE_DIR = join(this.folder, 'keys');
    this.env.AWS_VAULT_FILE_PASSPHRASE = 'open sesame SECRET';
    this.write('keys/dev', '');
    this.write('home/.aws/config', '[default]\nregion = eu-west-1\n[profile dev]\n');
    this.recorded('aws-vault', '[ "$1" = --version ] && echo v7.13.5 >&2');
    this.engine();
  }

  recorded(name: string, script: string): void {
    this.program(name, `echo "${name} $*" >>'${this.#calls}'\n${script}`);
  }

  /** The docker of this world; a line of sh for `info`. */
  engine(info = `echo '${INFO}'`, more = '', flags = FLAGS): void {
    this.recorded(
      'docker',
      `case "$1 $2" in
--version*) echo 'Docker version 28.2.2, build abc';;
'run --help') ${flags};;
'image inspect') [ "$3" = myimage ];;
info*) ${info};;
${more}
*) exit 9;;
esac`,
    );
  }

  script(name: string): string {
    return readFileSync(join(this.bin, name), 'utf8');
  }

  calls(): string[] {
    return existsSync(this.#calls)
      ? readFileSync(this.#calls, 'utf8').split('\n').slice(0, -1)
      : [];
  }

  /** What the report has, by check, without those that are well. */
  async wrong(args: string[] = ['dev'], env: Record<string, string | undefined> = {}) {
    const outcome = await this.run(['doctor', '--json', ...args], { env });
    const findings = parsed(outcome);
    const bad = findings.filter(({ status }) => status !== 'ok');
    expect(outcome.status).toBe(bad.some(({ status }) => status === 'fail') ? 1 : 0);
    expect(outcome.stdout).not.toMatch(/SECRET|wJalr|EXAMPLETOKEN/);
    return bad;
  }
}

function parsed({ stdout, stderr }: Outcome): Finding[] {
  expect(stderr).toMatch(/^(?:vaultrun: asking aws-vault for credentials\n)?$/);
  const findings: Finding[] = JSON.parse(stdout);
  for (const finding of findings) {
    expect(Object.keys(finding)).toEqual(['check', 'status', 'detail', 'hint']);
    expect(finding.hint === null).toBe(finding.status === 'ok');
  }
  return findings;
}

let world: DoctorWorld;
beforeEach(() => {
  world = new DoctorWorld();
});
afterEach(() => world.remove());

/** Waits ten seconds for programs that hang, while the other tests run. */
const hanging = {
  world: new DoctorWorld(),
  run: Promise.resolve<Outcome | undefined>(undefined),
  took: 0,
};
beforeAll(() => {
  const { world: own } = hanging;
  // One that ignores TERM, and one that leaves its stdout to another.
  own.recorded(
    'docker',
    `echo $$ >>'${own.folder}/pids'; trap '' TERM; while :; do sleep 1000; done`,
  );
  own.recorded('aws-vault', `echo $$ >>'${own.folder}/pids'; sleep 1000 & wait`);
  const before = Date.now();
  hanging.run = own.run(['doctor', '--json', 'dev']).then(outcome => {
    hanging.took = Date.now() - before;
    return outcome;
  });
});
afterAll(() => hanging.world.remove());

/** Nothing that asks for credentials, starts a container or pulls. */
const HARMLESS =
  /^(?:aws-vault --version|docker (?:--version|info --format \{\{json \.\}\}|run --help|image inspect \S+))$/;

describe.each(NODES)('%s', (_, node) => {
  test('where all is well it says so, and neither asks for credentials nor starts anything', async () => {
    const outcome = await world.run(['doctor', 'dev', '--', 'myimage', 'sh'], { with: node });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const lines = outcome.stdout.split('\n');
    expect(lines.filter(line => /^(?:warn|fail)/.test(line))).toEqual([]);
    expect(lines.filter(line => line.startsWith('ok')).map(line => line.split(/\s+/)[1])).toEqual([
      'platform',
      'node',
      'start',
      'terminal',
      'user',
      'settings',
      '.env',
      'config.env',
      'aws-config',
      'profile',
      'region',
      'mfa',
      'aws-vault',
      'backend',
      'variables',
      'engine',
      'daemon',
      'remote',
      'env-file',
      'runtime-folder',
      'image',
    ]);
    expect(lines.at(-2)).toBe('21 checks ok, 0 warnings, 0 failures');
    expect(world.calls().filter(call => !HARMLESS.test(call))).toEqual([]);
    expect(world.calls()).toHaveLength(5);
    expect(outcome.stdout).not.toContain('SECRET');
    expect(outcome.stdout).not.toContain('\u001b');
  });

  test('where everything is missing it still works', async () => {
    const options = { cwd: world.cwd, extendEnv: false, reject: false, detached: true } as const;
    const { stdout, stderr, exitCode } = await execa(node, [BIN, 'doctor', '--json'], {
      ...options,
      env: { PATH: world.home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
      stdin: 'ignore',
    });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
    const details = (JSON.parse(stdout) as Finding[])
      .filter(({ status }) => status !== 'ok')
      .map(({ detail }) => detail);
    expect(details).toEqual([
      'code is compiled at every start: there is no cache folder of your own',
      'HOME is not set',
      'there is no home to look for it in',
      'aws-vault is not on PATH',
      'no container engine is on PATH (looked for docker, podman, nerdctl, finch, container)',
    ]);
  });
});

type Env = Record<string, string>;
type Row = [
  what: string,
  breaks: (broken: DoctorWorld) => unknown,
  check: string,
  status: 'warn' | 'fail',
  detail: RegExp,
  hint: RegExp,
];

const CONFIG = 'home/.aws/config';
const OWN = 'home/.config/vaultrun/config.env';

/** Broken worlds: in each, ways to break it (a returned object goes into the environment), and the one finding of each. */
const BROKEN: Row[][] = [
  [
    [
      'certificates for Node',
      () => ({ NODE_EXTRA_CA_CERTS: '/etc/hosts' }),
      'start',
      'warn',
      /slows every start/,
      /env -u NODE_EXTRA_CA_CERTS/,
    ],
    ['sudo', () => ({ SUDO_USER: 'me' }), 'user', 'warn', /those of me/, /without sudo/],
    [
      'a wrong setting',
      () => ({ VAULTRUN_DURATION: 'forever' }),
      'settings',
      'fail',
      /^VAULTRUN_DURATION: wants a duration/,
      /./,
    ],
    [
      'a misspelt one',
      () => ({ VAULTRUN_REGOIN: 'x' }),
      'settings',
      'warn',
      /VAULTRUN_REGOIN/,
      /VAULTRUN_REGION/,
    ],
    [
      'a .env that oversteps',
      w => w.write('work/.env', 'VAULTRUN_PASS=HOME\n'),
      '.env',
      'fail',
      /a repository may not set it/,
      /take it out/,
    ],
    [
      'an unknown key of config.env',
      w => w.write(OWN, 'VAULTRUN_ENGIN=docker\n'),
      'config.env',
      'fail',
      /VAULTRUN_ENGIN is not a setting/,
      /./,
    ],
    [
      'a config that does not parse',
      w => w.write(CONFIG, '[profile dev]\nregion = x\nSECRET\n'),
      'aws-config',
      'fail',
      /line 3 of .* is neither/,
      /NAME = VALUE/,
    ],
    [
      "the shell's region",
      () => ({ AWS_REGION: 'us-east-1' }),
      'region',
      'warn',
      /AWS_REGION=us-east-1 of the shell overrides/,
      /unset it/,
    ],
    [
      'an old aws-vault',
      w => w.recorded('aws-vault', 'echo v6.6.2 >&2'),
      'aws-vault',
      'warn',
      /old/,
      /ByteNess/,
    ],
    [
      'no passphrase',
      () => ({ AWS_VAULT_FILE_PASSPHRASE: '' }),
      'backend',
      'fail',
      /there is no terminal/,
      /VAULTRUN_PASSPHRASE_COMMAND/,
    ],
    [
      'a nested shell',
      () => ({ AWS_VAULT: 'outer' }),
      'nested',
      'warn',
      /aws-vault exec outer/,
      /exit/,
    ],
    [
      'a variable that is kept out',
      () => ({ AWS_MY_TOKEN: 'SECRET' }),
      'variables',
      'warn',
      /AWS_MY_TOKEN \(may be a secret\)/,
      /./,
    ],
    [
      'a loopback endpoint',
      () => ({ AWS_ENDPOINT_URL: 'http://localhost:4566' }),
      'endpoint',
      'warn',
      /AWS_ENDPOINT_URL is a loopback/,
      /--network=host/,
    ],
    [
      'a daemon that is down',
      w => w.engine("echo 'Cannot connect to the Docker daemon. SECRET' >&2; exit 1"),
      'daemon',
      'fail',
      /daemon does not answer at ssh:\/\/far/,
      /systemctl start docker/,
    ],
    [
      'another machine',
      () => ({ DOCKER_HOST: 'ssh://me@far' }),
      'remote',
      'warn',
      /runs on far \(DOCKER_HOST\)/,
      /this machine/,
    ],
    [
      'a runtime folder that is not there',
      () => ({ XDG_RUNTIME_DIR: '/nowhere' }),
      'runtime-folder',
      'warn',
      /not \/nowhere \(ENOENT\)/,
      /XDG_RUNTIME_DIR/,
    ],
  ],
  [
    [
      'settings that contradict',
      () => ({ VAULTRUN_REFRESH: '1', VAULTRUN_NO_SESSION: '1' }),
      'settings',
      'fail',
      /long-lived keys have no end/,
      /VAULTRUN_REFRESH=false/,
    ],
    [
      "a .env whose profile is not the shell's",
      w => {
        w.write('work/.env', 'VAULTRUN_PROFILE=dev\n');
        return { AWS_PROFILE: 'mine' };
      },
      '.env',
      'warn',
      /chooses profile 'dev', and not the shell's 'mine'/,
      /--profile NAME/,
    ],
    [
      'a wrong value in config.env',
      w => w.write(OWN, 'VAULTRUN_ENGINE=dokcer\n'),
      'config.env',
      'fail',
      /^VAULTRUN_ENGINE in .*config\.env: /,
      /./,
    ],
    [
      'a config that is no file',
      () => ({ AWS_CONFIG_FILE: '/dev/null', AWS_REGION: 'x' }),
      'aws-config',
      'fail',
      /is no file/,
      /AWS_CONFIG_FILE/,
    ],
    [
      'the abandoned aws-vault',
      w => w.recorded('aws-vault', 'echo v7.2.0 >&2'),
      'aws-vault',
      'warn',
      /99designs/,
      /ByteNess/,
    ],
    [
      'a role of the shell',
      () => ({ AWS_ROLE_ARN: 'x' }),
      'variables',
      'warn',
      /aws-vault obeys AWS_ROLE_ARN/,
      /unset AWS_ROLE_ARN/,
    ],
    [
      "a socket that is root's",
      w => w.engine("echo 'permission denied while trying to connect' >&2; exit 1"),
      'daemon',
      'fail',
      /may not talk to docker's daemon/,
      /docker group|usermod/,
    ],
  ],
  [
    [
      'a config.env that others may write',
      w => chmodSync(w.write(OWN, '#\n'), 0o666),
      'config.env',
      'warn',
      /can be written by others/,
      /^chmod go-w /,
    ],
    [
      'a code that nobody can be asked for',
      w => w.write(CONFIG, '[profile dev]\nregion = x\nmfa_serial = y\n'),
      'mfa',
      'warn',
      /nobody can be asked/,
      /--mfa-token/,
    ],
    [
      'an aws-vault of another machine',
      w => w.program('aws-vault', '#!/nowhere\n'),
      'aws-vault',
      'fail',
      /could not be started: its interpreter is missing/,
      /or aws-vault for this system/,
    ],
    [
      'a loop under way',
      () => ({ VAULTRUN_ACTIVE: 'dev' }),
      'nested',
      'fail',
      /its own credentials, without end/,
      /another profile/,
    ],
    [
      'a value with a line break',
      () => ({ AWS_ENV: 'a\nSECRET' }),
      'variables',
      'fail',
      /AWS_ENV cannot be handed/,
      /--drop AWS_ENV/,
    ],
    [
      'an engine in a virtual machine',
      w => w.program('docker', `${w.script('docker')}\n# limactl shell`),
      'env-file',
      'warn',
      /virtual machine, which sees no descriptor/,
      /--engine docker/,
    ],
  ],
  [
    [
      "another account than the role's",
      w => {
        w.write(CONFIG, '[profile dev]\nregion = x\nrole_arn = arn:aws:iam::111122223333:role/x\n');
        return { VAULTRUN_ACCOUNT: '999999999999' };
      },
      'account',
      'fail',
      /of account 111122223333, and only 999999999999/,
      /--account/,
    ],
    [
      'an engine of another machine',
      w => w.program('docker', '#!/nowhere\n'),
      'engine',
      'fail',
      /docker could not be started: its interpreter is missing/,
      /or docker for this system/,
    ],
  ],
  [
    [
      'no region, and a session wants one',
      w => w.write(CONFIG, '[profile dev]\n'),
      'region',
      'fail',
      /no region is known/,
      /--region/,
    ],
    [
      'a missing pass',
      () => ({ AWS_VAULT_PASS_CMD: 'no-such', AWS_VAULT_BACKEND: 'pass' }),
      'backend',
      'fail',
      /pass is not on PATH/,
      /install it/,
    ],
    [
      'a passphrase of a program that is not there',
      () => ({ VAULTRUN_PASSPHRASE_COMMAND: 'no-such get' }),
      'backend',
      'fail',
      /the program of VAULTRUN_PASSPHRASE_COMMAND is not on PATH: no-such/,
      /install it/,
    ],
    [
      'an engine that is not there',
      () => ({ VAULTRUN_ENGINE: 'nerdctl' }),
      'engine',
      'fail',
      /nerdctl is not on PATH/,
      /--engine/,
    ],
  ],
  [
    [
      'no region beside long-lived keys',
      w => {
        w.write(CONFIG, '[profile dev]\n');
        return { VAULTRUN_NO_SESSION: 'true' };
      },
      'region',
      'warn',
      /no region is known/,
      /--region/,
    ],
  ],
  [
    [
      'profiles that ask for each other',
      w => {
        const vaultrun = 'credential_process = vaultrun env --format credential-process dev';
        w.write(
          CONFIG,
          `[default]\nregion = x\n[profile dev]\ncredential_process = aws-vault exec -j two\n[profile two]\n${vaultrun}\n`,
        );
        return { AWS_VAULT_FILE_DIR: join(w.home, 'none') };
      },
      'credential-process',
      'fail',
      /^dev → two → dev: .* never ends$/,
      /keys of its own/,
    ],
    ['no keys', () => ({}), 'backend', 'warn', /no keys are stored yet/, /vaultrun vault -- add/],
  ],
];

test.each(BROKEN.map(rows => [rows.map(([what]) => what).join('; '), rows] as const))(
  '%s',
  async (_, rows) => {
    const env: Env = {};
    for (const [, breaks] of rows) {
      const more = breaks(world);
      if (typeof more === 'object') Object.assign(env, more);
    }
    const wrong = await world.wrong(env.AWS_PROFILE ? [] : ['dev'], env);
    expect(wrong).toEqual(
      rows.map(([, , check, status, detail, hint]) => ({
        check,
        status,
        detail: expect.stringMatching(detail),
        hint: expect.stringMatching(hint),
      })),
    );
    expect(world.calls().filter(call => !HARMLESS.test(call))).toEqual([]);
  },
);

test('the profile, and what it may have been meant to be', async () => {
  world.write(CONFIG, '[default]\nregion = x\n[profile development]\n');
  expect(await world.wrong(['developmnet'])).toEqual([
    {
      check: 'profile',
      status: 'fail',
      detail: "'developmnet' is not in the AWS config",
      hint: "did you mean 'development'?",
    },
  ]);
});

test('an endpoint of the profile is told as that of the shell is, which would take its place', async () => {
  world.write(
    CONFIG,
    '[default]\nregion = x\nendpoint_url = http://127.0.0.1:4566\n[profile dev]\n',
  );
  const endpoint = async (args: string[], env: Env = {}) => {
    const findings = parsed(await world.run(['doctor', '--json', ...args], { env }));
    return findings.filter(({ check }) => check === 'endpoint').map(({ detail }) => detail);
  };
  const told =
    'AWS_ENDPOINT_URL is a loopback address: inside, that is the container and not this host';
  expect(await endpoint(['dev'])).toEqual([told]);
  expect(await endpoint(['dev', '--', '--network=host', 'img'])).toEqual([]);
  expect(await endpoint(['dev', '--drop=AWS_ENDPOINT_URL'])).toEqual([]);
  expect(await endpoint(['dev'], { AWS_ENDPOINT_URL: 'http://sts.example' })).toEqual([]);
  expect(await endpoint(['--credential-process=true', 'dev'])).toEqual([]);
});

test('a profile that nothing can come of, and whose region it is', async () => {
  const doctor = async (args: string[], env: Env = {}) =>
    parsed(await world.run(['doctor', '--json', ...args], { env }));
  const region = async (profile: string) =>
    (await doctor([profile])).find(({ check }) => check === 'region')?.detail;
  expect([await region('dev'), await region('elsewhere')]).toEqual(
    ['dev', 'elsewhere'].map(() => 'eu-west-1, from [default]'),
  );
  world.write(
    CONFIG,
    '[default]\nregion = x\n[profile dev]\n[profile last]\nregion = y # z\n[profile heir]\ninclude_profile = last\n',
  );
  expect(await region('last')).toBe('y, from the profile');
  expect(await region('heir')).toBe('y, from [profile last]');
  const lacking = {
    check: 'profile',
    status: 'fail',
    detail: expect.stringMatching(/^no keys are stored for 'last'/),
    hint: 'add them: vaultrun vault -- add last',
  };
  expect(await world.wrong(['last'])).toEqual([lacking]);
  // The file backend has no place for keys.
  const homeless = { HOME: '', AWS_CONFIG_FILE: join(world.home, '.aws/config') };
  expect(await world.wrong(['last'], { ...homeless, AWS_VAULT_FILE_DIR: '' })).toEqual(
    expect.arrayContaining([lacking]),
  );
});

test('a daemon that is looked for in the wrong place: the image is not said to be missing', async () => {
  world.engine('echo "Cannot connect to the Docker daemon at $DOCKER_HOST" >&2; exit 1');
  const env = { DOCKER_HOST: 'tcp://me:SECRET@127.0.0.1:1' };
  expect(await world.wrong(['dev', '--', 'other'], env)).toEqual([
    {
      check: 'daemon',
      status: 'fail',
      detail: "docker's daemon does not answer at tcp://127.0.0.1:1",
      hint: expect.stringMatching(
        /^DOCKER_HOST=tcp:\/\/127\.0\.0\.1:1 is set: correct or unset it; else start it: /,
      ),
    },
    {
      check: 'image',
      status: 'warn',
      detail: 'whether other is there was not looked at: docker cannot be asked',
      hint: "mend 'daemon' first",
    },
  ]);
});

test('a credential process in the place of aws-vault', async () => {
  world.program('aws-vault', 'exit 9');
  expect(await world.wrong(['--credential-process=cat keys.json'])).toEqual([]);
  expect(await world.wrong([], { VAULTRUN_CREDENTIAL_PROCESS: 'no-such SECRET' })).toEqual([
    {
      check: 'aws-vault',
      status: 'warn',
      detail: "a credential process is asked instead, whose program 'no-such' is not on PATH",
      hint: 'install it, or correct the command',
    },
  ]);
});

test('a credential process of the settings beside an option of aws-vault', async () => {
  world.write(OWN, 'VAULTRUN_CREDENTIAL_PROCESS=cat keys.json\n');
  for (const profile of [[], ['dev']]) {
    expect(await world.wrong(['-n', ...profile])).toContainEqual({
      check: 'settings',
      status: 'fail',
      detail: expect.stringMatching(/^--no-session is for aws-vault, which VAULTRUN_CREDENTIAL_P/),
      hint: expect.stringMatching(/VAULTRUN_CREDENTIAL_PROCESS= vaultrun/),
    });
  }
});

test("a folder's engine runs the container; the vault's image is looked for in the user's own", async () => {
  const has = (what: string) => `[ "$*" = "${what}" ]`;
  world.recorded(
    'podman',
    `case "$*" in --version) echo 'podman version 4.3.1';; info*) echo '{}';; *) exit 1;; esac`,
  );
  world.recorded(
    'nerdctl',
    `${has('image inspect team/vault')} || ${has('volume inspect vaultrun-vault')}`,
  );
  world.write('work/.env', 'VAULTRUN_ENGINE=podman\n');
  const own = 'VAULTRUN_VAULT_IMAGE=team/vault\n';
  // Without one of the user's own it is the first on PATH.
  world.write(OWN, own);
  expect(await world.wrong()).toEqual([
    expect.objectContaining({ check: 'vault-image', detail: 'docker has no image team/vault' }),
    expect.objectContaining({ check: 'vault-volume' }),
  ]);
  world.write(OWN, `${own}VAULTRUN_ENGINE=nerdctl\n`);
  expect(await world.wrong()).toEqual([]);
  const asked = world.calls().filter(call => /vault/.test(call));
  expect(asked.filter(call => call.startsWith('podman'))).toEqual([]);
  // A flag chooses both.
  expect((await world.wrong(['dev', '--engine=podman'])).map(({ detail }) => detail)).toContain(
    'podman has no image team/vault',
  );
});

test('an image that is not there, and words that the engine does not know', async () => {
  const image = (words: string[]) => world.wrong(['dev', '--', ...words]);
  expect(await image(['other'])).toMatchObject([
    { check: 'image', status: 'warn', hint: /docker pull other/ },
  ]);
  expect(await image(['--pull=never', 'other'])).toMatchObject([
    { check: 'image', status: 'fail' },
  ]);
  expect(await image(['-e', 'A=1'])).toMatchObject([{ check: 'image', status: 'fail' }]);
  world.engine(undefined, '', 'exit 0');
  expect(await image(['myimage'])).toMatchObject([
    { check: 'image', status: 'warn', hint: /docker run --help/ },
  ]);
  expect(world.calls().filter(call => !HARMLESS.test(call))).toEqual([]);
});

test('a program that leaves another behind has answered all the same', async () => {
  world.recorded('aws-vault', 'echo v7.13.5 >&2; sleep 1000 &');
  const before = Date.now();
  expect(await world.wrong()).toEqual([]);
  expect(Date.now() - before).toBeLessThan(10_000);
});

describe('on the command line', () => {
  test.each<[string[], RegExp]>([
    [['--format=json', 'dev'], /--format belongs to 'vaultrun env'/],
    [['one', 'two'], /2 profiles/],
    [['--region=', 'dev'], /--region: the value is empty/],
    [['--engine=dokcer'], /--engine: /],
    [['dev', '--'], /nothing stands behind '--'/],
    [['--deep'], /no profile is named/],
  ])('%j is refused as elsewhere', async (args, message) => {
    const { status, stdout, stderr } = await world.run(['doctor', ...args]);
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(message);
    expect(world.calls()).toEqual([]);
  });

  test('--deep and --json belong to doctor alone', async () => {
    expect((await world.run(['--deep', 'dev', '--', 'img'])).stderr).toMatch(
      /--deep belongs to 'vaultrun doctor'/,
    );
  });

  test('--quiet shows what is wrong, and nothing else', async () => {
    expect(await world.run(['doctor', '-q', 'dev'])).toMatchObject({ stdout: '', status: 0 });
    const { stdout } = await world.run(['doctor', '-q', 'dev'], { env: { AWS_VAULT: 'x' } });
    expect(stdout).toMatch(/^warn {2}nested .*\n(?: +.*\n)+$/);
  });

  test('--verbose tells each question, with its time', async () => {
    const { stderr } = await world.run(['doctor', '--verbose', 'dev']);
    expect(stderr).toMatch(/^vaultrun: \d+ ms: asking \/.*docker info --format$/m);
  });
});

test('on a terminal it has colour, and none with NO_COLOR', async () => {
  const seen = async (env: Env) => {
    const options = { cwd: world.cwd, env: { ...world.env, ...env } };
    const terminal = new Terminal(process.execPath, [BIN, 'doctor', 'dev'], options);
    await terminal.ended;
    return terminal.screen;
  };
  const [coloured, plain] = await Promise.all([seen({}), seen({ NO_COLOR: '1' })]);
  expect(coloured).toContain('\u001b[32mok\u001b[39m    platform');
  expect(coloured).toContain('questions can be asked, and the container gets a terminal (-t)');
  expect(plain).toMatch(/^ok {4}platform/);
  expect(plain).not.toContain('\u001b');
});

describe('--deep', () => {
  const KEY = 'ASIAQGAAAAAAEXAMPLEA';
  const ACCOUNT = accountOf(KEY);
  /** In the place of STS, whose clock may be wrong. */
  let off = 0;
  const sts = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + off).toUTCString());
    response.end();
  });
  let endpoint: Env;
  let record: string;

  beforeAll(async () => {
    await new Promise<void>(resolve => sts.listen(0, '127.0.0.1', resolve));
    endpoint = { AWS_ENDPOINT_URL: `http://127.0.0.1:${(sts.address() as AddressInfo).port}` };
  });
  afterAll(() => void sts.close());

  beforeEach(() => {
    off = 0;
    record = join(world.folder, 'record');
    const answer = Object.entries({ ...CREDENTIALS, AWS_ACCESS_KEY_ID: KEY });
    world.write('answer', answer.map(([name, value]) => `${name}=${value}\n`).join(''));
    const cat = `exec cat '${world.folder}/answer'`;
    world.recorded('aws-vault', `[ "$1" = --version ] && exec echo v7.13.5; ${cat}`);
    world.program('docker', `exec '${process.execPath}' '${STAND_INS}/docker' "$@"`);
    world.env.STAND_IN_RECORD = record;
  });

  const deep = async (args: string[], env: Env = {}) => {
    const options = { env: { ...endpoint, ...env } };
    const outcome = await world.run(['doctor', '--deep', '--json', 'dev', ...args], options);
    expect(outcome.stdout + outcome.stderr).not.toMatch(/wJalr|EXAMPLETOKEN/);
    return parsed(outcome)
      .filter(({ check }) => CHECKS.indexOf(check) > CHECKS.indexOf('image') || check === 'account')
      .map(({ check, status, detail }) => `${check} ${status}: ${detail}`);
  };

  test('runs the whole chain in a throwaway container', async () => {
    const line = ['--', '--network=host', '--name=web', 'myimage', 'serve'];
    const found = await deep([`--account=${ACCOUNT}`, ...line]);
    expect(found.slice(0, 3)).toEqual([
      `account ok: the credentials belong to ${ACCOUNT}, as they have to`,
      'credentials ok: a session',
      'container ok: myimage ran, and the credentials are whole in it',
    ]);
    expect(found[3]).toMatch(/^clock ok: container and host .*; host and AWS .*/);
    // With bash at the least, which every machine of ours has.
    expect(found[4]).toMatch(/^network ok: the container reaches 127\.0\.0\.1:/);
    const runs = readFileSync(record, 'utf8')
      .trim()
      .split('\n')
      .map(text => JSON.parse(text));
    expect(runs).toHaveLength(1);
    const [{ argv, env }] = runs;
    // The user's network, but neither name nor command; and nothing secret in the engine's own environment.
    expect(argv).toEqual(expect.arrayContaining(['--rm', '--network=host', '--entrypoint', 'sh']));
    expect(argv).not.toEqual(expect.arrayContaining(['--name=web']));
    expect(argv).not.toContain('serve');
    expect(env).not.toContain('AWS_ACCESS_KEY_ID');
  });

  test('asks for a code on the terminal, while the report goes elsewhere', async () => {
    const page = join(world.folder, 'page');
    const env = {
      ...world.env,
      PATH: `${world.env.PATH}:${join(process.execPath, '..')}`,
      AWS_VAULT_FILE_DIR: join(world.folder, 'real'),
    };
    world.write(CONFIG, '[profile dev]\nregion = x\nmfa_serial = arn:aws:iam::1:mfa/me\n');
    world.program('aws-vault', `exec '${process.execPath}' '${STAND_INS}/aws-vault' "$@"`);
    const keys = { AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: 'wJalr' };
    await execa('aws-vault', ['add', 'dev', '--env'], {
      env: { ...env, ...keys },
      extendEnv: false,
    });
    const line = `exec "$0" "$1" doctor --deep dev -- --network=host myimage >'${page}'`;
    const args = ['-c', line, process.execPath, BIN];
    const terminal = new Terminal('/bin/sh', args, { cwd: world.cwd, env });
    await terminal.shows(/asking aws-vault for credentials\n(?:.*\n)*.*MFA code.*: $/);
    terminal.type('123456\r');
    await terminal.ended;
    const report = readFileSync(page, 'utf8');
    expect(report).toMatch(/^ok {4}mfa +a code is asked for on the terminal$/m);
    expect(report).toMatch(/^ok {4}credentials +a session that ends in 59 min$/m);
    expect(report).toMatch(/^ok {4}container +myimage ran, and the credentials are whole in it$/m);
  });

  test('a clock that is an hour off, and the wrong account', async () => {
    off = 3_600_000;
    const found = await deep(['--', 'myimage']);
    expect(found).toContainEqual(
      expect.stringMatching(
        /^clock fail: container and host agree; host and AWS are (?:3600|3599) s apart/,
      ),
    );
    expect(await deep(['--account=999999999999', '--', 'myimage'])).toEqual([
      `account fail: the credentials belong to account ${ACCOUNT}, not to 999999999999`,
    ]);
    // The second made no container.
    expect(readFileSync(record, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('a vault that refuses, and an engine that cannot run', async () => {
    world.recorded('aws-vault', '[ "$1" = --version ] && exec echo v7.13.5; exit 3');
    expect(await deep(['--', 'myimage'])).toEqual([
      expect.stringMatching(/^credentials fail: aws-vault gave no credentials.*\(status 3\)/),
    ]);
    expect(await deep(['--', 'myimage'], { STAND_IN_DAEMON: 'down' })).toEqual([
      'container fail: none was run',
    ]);
    expect(existsSync(record)).toBe(false);
  });

  test('a profile without keys is told once, and one that has them after all is well', async () => {
    const fails = async () => {
      const { stdout } = await world.run(
        ['doctor', '--deep', '--json', 'nobody', '--', 'myimage'],
        {
          env: endpoint,
        },
      );
      const findings: Finding[] = JSON.parse(stdout);
      return findings
        .filter(({ check, status }) => status === 'fail' && check !== 'network')
        .map(({ check, detail }) => `${check}: ${detail}`);
    };
    expect(await fails()).toEqual([]);
    world.recorded('aws-vault', '[ "$1" = --version ] && exec echo v7.13.5; exit 1');
    expect(await fails()).toEqual([
      "profile: 'nobody' is not in the AWS config, and no keys are stored for it",
      'container: none was run',
    ]);
    expect(readFileSync(record, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('an image that cannot be had, and one without a shell', async () => {
    const outcome = await world.run(['doctor', '--deep', 'dev'], { env: endpoint });
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toBe(
      'vaultrun: asking aws-vault for credentials\nvaultrun: pulling busybox:musl\n',
    );
    expect(outcome.stdout).toMatch(
      /^fail {2}container .*busybox:musl is not there and cannot be\n? *pulled/m,
    );
    world.engine(`echo '${INFO}'`, "'run --rm') exit 127;;");
    expect(await deep(['--', 'myimage'])).toContainEqual(
      'container fail: myimage has no sh to look around with',
    );
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a pipe in the place of a file is not waited for, and %s ends --deep with what it started',
  async signal => {
    const world = new DoctorWorld();
    const folder = join(world.folder, 'docker');
    mkdirSync(folder);
    await execa('mkfifo', [join(folder, 'config.json'), join(world.folder, 'aws-config')]);
    const asked = join(world.folder, 'asked');
    world.program('aws-vault', `[ "$1" = exec ] || exit 1; echo $$ >'${asked}'; exec sleep 1000`);
    Object.assign(world.env, {
      DOCKER_CONFIG: folder,
      AWS_CONFIG_FILE: join(world.folder, 'aws-config'),
    });
    const doctor = world.background(['doctor', '--deep', 'dev', '--', 'myimage'], process.execPath);
    while (!existsSync(asked)) await new Promise(resolve => setTimeout(resolve, 20));
    doctor.kill(signal);
    expect(await doctor).toMatchObject({ signal, stdout: '' });
    const pid = readFileSync(asked, 'utf8').trim();
    expect(existsSync(`/proc/${pid}/exe`)).toBe(false);
    expect(world.left()).toEqual([]);
    world.remove();
  },
);

test('programs that never answer are given up, and killed with all that they started', async () => {
  const { world: own } = hanging;
  const outcome = await hanging.run;
  const wrong = outcome ? parsed(outcome).filter(({ status }) => status !== 'ok') : [];
  expect(wrong.map(({ check, status, detail }) => `${check} ${status} ${detail}`)).toEqual([
    `aws-vault fail ${own.bin}/aws-vault does not answer`,
    `engine fail ${own.bin}/docker does not answer`,
  ]);
  expect(hanging.took).toBeLessThan(40_000);
  const pids = readFileSync(join(own.folder, 'pids'), 'utf8').trim().split('\n');
  expect(pids).toHaveLength(3);
  expect(pids.filter(pid => existsSync(`/proc/${pid}`))).toEqual([]);
});

describe('the documentation', () => {
  const text = (path: string) =>
    readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
  const README = text('README.md').split('\n## When something is wrong\n')[1]?.split('\n## ')[0];
  const PAGE = text('docs/troubleshooting.md');
  const commands = [...`${README}${PAGE}`.matchAll(/^```sh\n(.*?)^```/gms)].map(
    found => `${found[1]}`,
  );

  test('its commands work as they stand', async () => {
    expect(commands).toHaveLength(4);
    world.program('vaultrun', `exec '${process.execPath}' '${BIN}' "$@"`);
    world.recorded(
      'aws-vault',
      `echo v7.13.5 >&2; echo AWS_ACCESS_KEY_ID=A; echo AWS_SECRET_ACCESS_KEY=B`,
    );
    world.program('docker', `exec '${process.execPath}' '${STAND_INS}/docker' "$@"`);
    const options = { cwd: world.cwd, env: world.env, extendEnv: false, reject: false } as const;
    const done = await Promise.all(
      commands.map(command => execa('/bin/sh', ['-c', command], { ...options, detached: true })),
    );
    const counts = done.map(({ stdout }) => stdout.split('\n').at(-1));
    expect(counts[0]).toBe('20 checks ok, 0 warnings, 0 failures');
    // There is no AWS here to be reached.
    expect(counts[1]).toMatch(/^2\d checks ok/);
    expect(done[1]?.stdout).toMatch(/^ok {4}container .*myimage ran/m);
    expect(counts.slice(2)).toEqual([
      '20 checks ok, 0 warnings, 0 failures',
      '21 checks ok, 0 warnings, 0 failures',
    ]);
  });

  test('every check has its row, in the order of the report', () => {
    const rows = [...PAGE.matchAll(/^\| (`[^|]*`) \|/gm)].map(found => found[1]).join(' ');
    expect(rows.replace(/[`,]/g, '').split(' ')).toEqual([...CHECKS]);
  });
});
