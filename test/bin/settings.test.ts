import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { World } from '../support/world.ts';

let world: World;
beforeEach(() => {
  world = new World();
  world.program('aws-vault', 'echo "$@" >&2; exit 1');
  world.program('docker', 'exit 0');
  world.program('podman', 'exit 0');
});
afterEach(() => world.remove());

/** The words that aws-vault was called with, or what vaultrun said instead. */
async function asked(args: string[], env: Record<string, string> = {}): Promise<string> {
  return (await world.run([...args, '--', 'img'], { env })).stderr.split('\n')[0] ?? '';
}
const repository = (text: string) => world.write('work/.env', text);
const own = (text: string) => world.write('home/.config/vaultrun/config.env', text);

test('flag, environment, .env, config.env: the first wins, option by option', async () => {
  own(
    'VAULTRUN_PROFILE=from-own\nVAULTRUN_REGION=own-1\nVAULTRUN_DURATION=4h\nVAULTRUN_NO_SESSION=true\n',
  );
  expect(await asked([])).toBe('exec --no-session --duration=4h --region=own-1 from-own -- env');
  repository('OTHER=1\nVAULTRUN_REGION=repository-1\nVAULTRUN_NO_SESSION=false\n');
  expect(await asked([])).toBe('exec --duration=4h --region=repository-1 from-own -- env');
  expect(await asked([], { VAULTRUN_REGION: 'shell-1' })).toContain('--region=shell-1');
  expect(await asked(['--region=flag-1'], { VAULTRUN_REGION: 'shell-1' })).toContain(
    '--region=flag-1',
  );
});

test('what is empty in the environment is unset, whatever the files say', async () => {
  own('VAULTRUN_REGION=own-1\nVAULTRUN_NO_SESSION=true\nVAULTRUN_CREDENTIAL_PROCESS=false\n');
  repository('VAULTRUN_PROFILE=theirs\nVAULTRUN_DURATION=4h\n');
  const env = {
    VAULTRUN_CREDENTIAL_PROCESS: '',
    VAULTRUN_NO_SESSION: '',
    VAULTRUN_PROFILE: '',
    VAULTRUN_REGION: '',
    AWS_PROFILE: 'shell',
  };
  expect(await asked([], env)).toBe('exec --duration=4h shell -- env');
  expect(await asked(['--region=flag-1'], env)).toContain('--region=flag-1');
});

test('an empty line of a repository takes nothing away', async () => {
  own('VAULTRUN_REGION=own-1\n');
  repository('VAULTRUN_REGION=\n');
  expect(await asked(['dev'])).toBe('exec --region=own-1 dev -- env');
});

test('XDG_CONFIG_HOME is where the own file lives, when it is set', async () => {
  own('VAULTRUN_PROFILE=home\n');
  world.write('xdg/vaultrun/config.env', 'VAULTRUN_PROFILE=xdg\n');
  expect(await asked([], { XDG_CONFIG_HOME: join(world.folder, 'xdg') })).toBe('exec xdg -- env');
});

test('the files are in the format of dotenv', async () => {
  own('# mine\nexport VAULTRUN_PROFILE="with space" # here\n');
  expect(await asked([])).toBe('exec with space -- env');
});

test.each([
  'VAULTRUN_PASS=HOME',
  'VAULTRUN_DROP=AWS_ENV',
  'VAULTRUN_MFA_TOKEN=123456',
  'VAULTRUN_MASK=1',
  'VAULTRUN_MASK=false',
  'VAULTRUN_QUIET=1',
  'VAULTRUN_VERBOSE=1',
  'VAULTRUN_NO_SESSION=true',
  'VAULTRUN_NO_SESSION=',
  'VAULTRUN_CREDENTIAL_PROCESS=curl evil',
  'VAULTRUN_VAULT_IMAGE=evil',
])('a repository may not set %s', async line => {
  repository(`${line}\n`);
  const { status, stdout, stderr } = await world.run(['dev', '--', 'img']);
  expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(`error: .env of this folder: ${line.split('=')[0]}: a repository may`),
  );
  expect(stderr).not.toContain('evil');
});

test.each<[string, RegExp]>([
  ['VAULTRUN_REGOIN=x', /^vaultrun: hint: did you mean 'VAULTRUN_REGION'\?\n$/],
  // Near only to one that a repository may not set, and near to none.
  ['VAULTRUN_PAS=HOME', /^vaultrun: hint: take it out of the file; .*\n$/],
  ['VAULTRUN_ACTIVE=x', /^vaultrun: hint: take it out of the file; .*\n$/],
  ['VAULTRUN_ANYTHING=evil', /^vaultrun: hint: take it out of the file; .*\n$/],
])('%s of a repository is no setting', async (line, hint) => {
  repository(`${line}\n`);
  const { status, stdout, stderr } = await world.run(['dev', '--', 'img']);
  expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
  const [error, ...hints] = stderr.split(/(?<=\n)/);
  const name = line.split('=')[0];
  expect(error).toBe(
    `vaultrun: error: .env of this folder: ${name} is not a setting of vaultrun\n`,
  );
  expect(hints.join('')).toMatch(hint);
});

test.each([
  'VAULTRUN_PROFILE=--debug',
  'VAULTRUN_PROFILE=@args',
  'VAULTRUN_REGION="eu west"',
  'VAULTRUN_DURATION=forever',
  'VAULTRUN_ENGINE=/tmp/docker',
])('what a repository may set is still checked: %s', async line => {
  repository(`${line}\n`);
  const args = line.startsWith('VAULTRUN_PROFILE') ? ['--', 'img'] : ['dev', '--', 'img'];
  const { status, stderr } = await world.run(args);
  expect(status).toBe(125);
  expect(stderr).toMatch(/^vaultrun: error: VAULTRUN_\w+ in \.env: /);
});

test("a repository's profile is announced, and its other lines stay its own", async () => {
  world.vault();
  world.program('docker', 'env');
  repository('VAULTRUN_PROFILE=theirs\nVAULTRUN_ENGINE=docker\nSECRET_OF_THEIRS=x\nAWS_ENV=y\n');
  const { stdout, stderr } = await world.run(['--', 'img']);
  expect(stderr).toBe("vaultrun: profile 'theirs' is the choice of this folder's .env\n");
  expect(stdout).not.toMatch(/SECRET_OF_THEIRS|AWS_ENV/);
  // Neither the user's habit nor a setting keeps it quiet: with the profile a repository chooses the account.
  expect((await world.run(['-q', '--', 'img'])).stderr).toBe(stderr);
  expect((await world.run(['-q', 'theirs', '--', 'img'])).stderr).toBe('');
});

test('so is an account that takes the place of the user’s own', async () => {
  const own = new World();
  own.vault();
  own.program('docker', 'true');
  own.write('home/.config/vaultrun/config.env', 'VAULTRUN_ACCOUNT=111111111111\n');
  own.write('work/.env', 'VAULTRUN_PROFILE=theirs\nVAULTRUN_ACCOUNT=222222222222\n');
  const { stderr } = await own.run(['-q', '--', 'img']);
  expect(stderr).toMatch(
    /^vaultrun: profile 'theirs', and account 222222222222 in place of your own 111111111111 is the /,
  );
  own.write('work/.env', 'VAULTRUN_ACCOUNT=111111111111\n');
  expect((await own.run(['-q', 'dev', '--', 'img'])).stderr).toMatch(/^vaultrun: error: /);
  own.remove();
});

test('it is announced before the vault is asked, and in a dry run', async () => {
  repository('VAULTRUN_PROFILE="theirs; id"\n');
  const { stderr } = await world.run(['--', 'img']);
  expect(stderr).toMatch(
    /^vaultrun: profile 'theirs; id' is the choice of this folder's .env\nexec /,
  );
  expect(stderr).toMatch(/vaultrun vault -- add 'theirs; id'/);
  expect((await world.run(['--dry-run', '--', 'img'])).stdout).toContain('choice of this folder');
});

test('one that never ends, or is far too long, is not read', async () => {
  await execa('ln', ['-s', '/proc/kmsg', join(world.cwd, '.env')]);
  expect(await asked(['dev'])).toBe('exec dev -- env');
  await execa('rm', [join(world.cwd, '.env')]);
  await execa('truncate', ['-s', '1G', join(world.cwd, '.env')]);
  expect(await asked(['dev'])).toMatch(/\.env: the file cannot be read \(EFBIG\)/);
});

test("an unknown key of one's own file is told", async () => {
  own('VAULTRUN_REGOIN=eu-west-1\n');
  expect(await asked(['dev'])).toMatch(/VAULTRUN_REGOIN is not a setting of vaultrun/);
});

test('a .env that is a folder, or that says nothing to us, is passed over', async () => {
  mkdirSync(join(world.cwd, '.env'));
  expect(await asked(['dev'])).toBe('exec dev -- env');
});

test('a file that cannot be read ends the run', async () => {
  chmodSync(repository('VAULTRUN_REGION=eu-west-1\n'), 0);
  const first = await asked(['dev']);
  // Root reads everything.
  const expected = process.getuid?.() === 0 ? /--region=eu-west-1/ : /cannot be read/;
  expect(first).toMatch(expected);
});

test('--engine and VAULTRUN_ENGINE choose the engine; else the first on PATH', async () => {
  world.vault();
  for (const name of ['docker', 'podman']) world.program(name, `echo ${name}`);
  const out = async (args: string[], env = {}) =>
    (await world.run([...args, '--', 'img'], { env })).stdout;
  expect(await out(['dev'])).toBe('docker\n');
  expect(await out(['dev'], { VAULTRUN_ENGINE: 'podman' })).toBe('podman\n');
  expect(await out(['dev', '--engine=docker'], { VAULTRUN_ENGINE: 'podman' })).toBe('docker\n');
});
