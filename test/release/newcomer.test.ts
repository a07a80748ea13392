import { World } from '../support/world.ts';

const world = new World();
beforeAll(() => {
  world.vault();
  world.program('docker', 'echo started');
});
afterAll(() => world.remove());

/** What a newcomer types, and a part of the hint that helps. */
const MISTAKES: [args: string[], error: RegExp, hint: RegExp, env?: Record<string, string>][] = [
  // Options of ours that are misspelt, or belong elsewhere.
  [['--refersh', 'dev', '--', 'img'], /option '--refersh'/, /^did you mean '--refresh'\?$/m],
  [
    ['exec', '--refersh', 'dev', '--', 'ls'],
    /'--refersh'/,
    /'--refresh'\? it belongs to 'vaultrun run'/,
  ],
  [['--dry', 'dev', '--', 'img'], /option '--dry'/, /^did you mean '--dry-run'\?$/m],
  // The start of two.
  [['--vault', 'i', 'dev', '--', 'img'], /option '--vault'/, /^see vaultrun --help$/],
  [['--formt=json', 'dev', '--', 'img'], /'--formt'/, /'--format'\? it belongs to 'vaultrun env'/],
  [
    ['env', '--format=josn', 'dev'],
    /wants one of env, json.* not 'josn'/,
    /^did you mean 'json'\?$/m,
  ],
  [['--engine', 'dokcer', 'dev', '--', 'img'], /not 'dokcer'/, /^did you mean 'docker'\?$/m],
  [
    ['dev', '--', 'img'],
    /^VAULTRUN_ENGINE: .* not 'pdoman'/,
    /'podman'/,
    { VAULTRUN_ENGINE: 'pdoman' },
  ],
  [['-region', 'x', 'dev', '--', 'img'], /'-region'/, /^a long option has two dashes: --region$/m],
  [['-profile', 'dev', '--', 'img'], /'-profile'/, /two dashes: --profile$/m],
  [['-engin=podman', 'dev', '--', 'img'], /'-engin'/, /two dashes: --engine$/m],
  [['--region', '--', 'img'], /^--region wants a value/, /before the '--': --region R$/m],
  [['exec', '--x-y-z', 'dev', '--', 'ls'], /'--x-y-z'/, /^see vaultrun exec --help$/m],
  [['env', '--format=yaml', 'dev'], /not 'yaml'/, /^see vaultrun env --help$/],
  [['env', '--region=', 'dev'], /empty/, /^see vaultrun --help$/],
  // Flags.
  [
    ['--no-session=false', 'dev', '--', 'img'],
    /^--no-session takes no value/,
    /VAULTRUN_NO_SESSION=false/,
  ],
  [['-n=false', 'dev', '--', 'img'], /^-n takes no value/, /VAULTRUN_NO_SESSION=false/],
  [['--no-session', 'false', 'dev', '--', 'img'], /2 profiles/, /a flag takes no true or false/],
  [['--dry-run=yes', 'dev', '--', 'img'], /^--dry-run takes no value/, /leave it out/],
  [['--no-mask', 'dev', '--', 'img'], /'--no-mask'/, /VAULTRUN_MASK=false/],
  [['--session', 'dev', '--', 'img'], /'--session'/, /without --no-session/],
  // The engine's.
  [['-d', 'dev', '--', 'img'], /'-d'/, /vaultrun dev -- -d myimage; aws-vault's -d is --duration/],
  [['-t', '123456', 'dev', '--', 'img'], /'-t'/, /on a terminal .* aws-vault's -t is --mfa-token/],
  [['-it', 'dev', '--', 'img'], /'-it'/, /by itself.*behind the '--'/],
  [['-itd', 'dev', '--', 'img'], /'-itd'/, /behind the '--': vaultrun dev -- -itd … myimage/],
  [['--rm', 'dev', '--', 'img'], /'--rm'/, /comes by itself.*--rm=false behind the '--'/],
  [['-p8080:80', 'dev', '--', 'img'], /'-p8080:80'/, /vaultrun dev -- -p … myimage/],
  [['--volume=/a:/b', 'dev', '--', 'img'], /'--volume'/, /vaultrun dev -- --volume … myimage/],
  [['--netwrok', 'host', 'dev', '--', 'img'], /'--netwrok'/, /vaultrun dev -- --network … myimage/],
  [['exec', '-v', '/a:/b', 'dev', '--', 'docker'], /'-v'/, /behind the '--'/],
  // aws-vault's.
  [['--backend=file', 'dev', '--', 'img'], /'--backend'/, /AWS_VAULT_BACKEND in the environment/],
  [
    ['--output=json', 'dev', '--', 'img'],
    /'--output'/,
    /vaultrun env --format credential-process dev/,
  ],
  [['--ecs-server', 'dev', '--', 'img'], /'--ecs-server'/, /vaultrun --refresh/],
  [['--debug', 'dev', '--', 'img'], /'--debug'/, /--verbose/],
  [['list'], /no '--'/, /a command of aws-vault: vaultrun vault -- list$/m],
  [['add', 'my dev'], /no '--'/, /vaultrun vault -- add 'my dev'$/m],
  // The two dashes.
  [['dev', '—', 'img'], /no '--'/, /'—' begins with a dash of a text/],
  [['–no-session', 'dev', '--', 'img'], /2 profiles/, /'–no-session' begins with a dash of a text/],
  [
    ['dev', '-', 'img', 'a b'],
    /no '--'/,
    /^'-' is one dash, and two belong there: vaultrun dev -- img 'a b'$/,
  ],
  [['exec', 'dev', '-'], /no '--'/, /two belong there: vaultrun exec dev -- make deploy$/],
  [
    ['docker', 'run', '--', 'img'],
    /2 profiles/,
    /vaultrun writes 'docker run' itself: vaultrun --engine docker dev -- myimage sh$/m,
  ],
  [
    ['prod', 'podman', 'run', '--', 'img'],
    /3 profiles/,
    /vaultrun writes 'podman run' itself: vaultrun --engine podman prod -- myimage sh$/m,
  ],
  [['docker', 'run', 'img', 'a b'], /no '--'/, /vaultrun --engine docker dev -- img 'a b'$/m],
  [['dev', 'docker', 'run', 'img'], /no '--'/, /behind it: vaultrun dev -- img$/m],
  [['exec', 'dev', 'ls', 'a b'], /no '--' before the command/, /vaultrun exec dev -- ls 'a b'$/m],
  [['dev', 'img'], /no '--'/, /npm exec vaultrun -- dev -- img$/m, { npm_command: 'exec' }],
  [
    ['exec', 'dev', 'ls'],
    /no '--'/,
    /: npm run plan -- exec dev -- ls$/m,
    { npm_command: 'run-script', npm_lifecycle_event: 'plan' },
  ],
  ...['run', 'test', 'start'].map((command): (typeof MISTAKES)[number] => [
    ['dev', 'img'],
    /no '--'/,
    /: npm run plan -- dev -- img$/m,
    { npm_command: command, npm_lifecycle_event: 'plan' },
  ]),
  // A profile that is named elsewhere.
  [
    ['img', 'sh'],
    /no '--'/,
    /^or, with the profile of AWS_PROFILE: vaultrun -- img sh$/m,
    { AWS_PROFILE: 'dev' },
  ],
  // With the options that were given.
  [['-n', 'dev', 'img', 'sh'], /no '--'/, /behind it: vaultrun -n dev -- img sh$/],
  [
    ['dev', 'img', '--region', 'dev', '-q', '--pass=A B'],
    /no '--'/,
    /behind it: vaultrun --region dev -q '--pass=A B' dev -- img$/,
  ],
  [['run', '-nq', 'dev', 'img'], /no '--'/, /behind it: vaultrun -nq dev -- img$/],
  [['exec', 'dev', '--mask', 'ls'], /no '--'/, /behind it: vaultrun exec --mask dev -- ls$/],
  [['--profile=dev', 'img', 'sh'], /no '--'/, /behind it: vaultrun --profile=dev -- img sh$/],
  [['-n'], /nothing to run/, /^vaultrun -n dev -- myimage sh, or see/],
  [['-n', 'dev', '-', 'img'], /no '--'/, /two belong there: vaultrun -n dev -- img$/],
  [
    ['-n', '--engine=podman', 'docker', 'run', 'img'],
    /no '--'/,
    /itself: vaultrun -n --engine docker dev -- img$/,
  ],
  [
    ['-n', '--vault-image', 'i', 'add', 'dev'],
    /no '--'/,
    /: vaultrun vault --vault-image i -- add dev$/,
  ],
  [
    ['--mfa-token=123456', '--credential-process', 'echo hush', 'dev', 'img'],
    /is for aws-vault|no '--'/,
    /^(?!.*(?:hush|123456))/,
  ],
  [
    ['--mfa-token', '123456', 'dev', 'img'],
    /no '--'/,
    /behind it: vaultrun --mfa-token N dev -- img$/,
  ],
  [['-n', 'dev', 'img'], /no '--'/, /vaultrun -- -n dev -- img$/, { npm_command: 'exec' }],
  [
    ['-n', 'dev', 'img'],
    /no '--'/,
    /: npm run plan -- dev -- img$/,
    { npm_command: 'run-script', npm_lifecycle_event: 'plan' },
  ],
  // Commands and profiles.
  [['docter'], /no '--'/, /^did you mean 'doctor'\?$/m],
  [
    ['dcotor', 'dev'],
    /no '--'/,
    /^did you mean 'doctor'\?\nif 'dcotor' is a profile, .* '--': vaultrun dcotor -- dev$/,
  ],
  [['hlep'], /no '--'/, /^did you mean 'help'\?$/m],
  [['help', 'exce'], /no command 'exce'/, /^did you mean 'exec'\?$/m],
  [['version'], /no '--'/, /vaultrun --version/],
  [['env'], /no profile/, /name it: vaultrun env dev/],
  [
    ['--', 'img'],
    /no profile/,
    /^VAULTRUN_PROFIL is no setting, .* did you mean VAULTRUN_PROFILE\?\nname it: /,
    { VAULTRUN_PROFIL: 'dev', VAULTRUN_REGON: 'x' },
  ],
  [['exec', '--', 'ls'], /no profile/, /name it: vaultrun exec dev -- make deploy/],
];

test.each(MISTAKES)('%j', async (args, error, hint, env = {}) => {
  const { status, stdout, stderr } = await world.run(args, { env });
  expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
  const [first = '', ...rest] = stderr.trimEnd().split('\n');
  expect(first).toMatch(/^vaultrun: error: /);
  expect(first.slice('vaultrun: error: '.length)).toMatch(error);
  const hints = rest.map(line => /^vaultrun: hint: (.*[^.])$/.exec(line)?.[1]);
  expect(hints).not.toContain(undefined);
  expect(hints.join('\n')).toMatch(hint);
});

/** What aws-vault says when it fails is not known; what the machine shows is. */
test.each<[string, string[], Record<string, string>, RegExp]>([
  ['[profile dev]\n', ['dve'], {}, /^vaultrun: hint: '.* did you mean 'dev'\?\n$/],
  ['[profile dev\n', ['dev'], {}, /^vaultrun: hint: the AWS config cannot .* doctor dev\n$/],
  ['[profile dev]\n', ['img'], {}, /^vaultrun: hint: 'dev' behind the '--' .* swapped\?\n/],
  [
    '[profile dev]\n',
    ['dev'],
    { AWS_VAULT_BACKEND: 'file', AWS_VAULT_FILE_PASSPHRASE: 'x' },
    /^vaultrun: hint: no keys are stored for 'dev' yet: vaultrun vault -- add dev\n$/,
  ],
  ['[profile dev]\n', ['dev'], {}, /^.* no region is known .*\n.* there is no terminal: .*\n$/],
  [
    '[profile dev]\nregion = x\n',
    ['dev'],
    {},
    /there is no terminal: [\s\S]* wrong: vaultrun doctor dev\n$/,
  ],
])('no credentials, with the AWS config %j: %j %j', async (config, args, env, hints) => {
  const own = new World();
  own.program('aws-vault', 'exit 1');
  own.program('docker', 'echo started');
  own.write('home/.aws/config', config);
  const { status, stdout, stderr } = await own.run([...args, '--', 'dev', 'sh'], { env });
  expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
  const [error, ...rest] = stderr.split(/(?<=\n)/);
  expect(error).toMatch(/^vaultrun: error: aws-vault gave no credentials/);
  expect(rest.length).toBeLessThanOrEqual(4);
  expect(rest.join('')).toMatch(hints);
  own.remove();
});

test('a misspelt key of the own settings file gets its near name', async () => {
  world.write('home/.config/vaultrun/config.env', 'VAULTRUN_REGOIN=eu-west-1\n');
  const { status, stderr } = await world.run(['dev', '--', 'img']);
  world.write('home/.config/vaultrun/config.env', '');
  expect(status).toBe(125);
  expect(stderr).toMatch(
    /VAULTRUN_REGOIN is not a setting of vaultrun\nvaultrun: hint: did you mean 'VAULTRUN_REGION'\?\n$/,
  );
});

test("'docker run' behind the -- gets a notice, and is run as it stands", async () => {
  const { status, stdout, stderr } = await world.run(['dev', '--', 'docker', 'run', 'img']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'started\n' });
  expect(stderr).toMatch(/^vaultrun: 'docker run' is written by vaultrun itself, .*\n$/);
  expect((await world.run(['dev', '--', 'docker', 'ps'])).stderr).toBe('');
});
