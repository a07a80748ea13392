import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { alias } from '../../lib/init/alias.ts';
import { credentialProcess } from '../../lib/init/credential-process.ts';
import { make } from '../../lib/init/make.ts';
import { HOSTILE, hostileName } from '../support/hostile.ts';
import { shown } from '../support/readme.ts';
import { BIN, STAND_INS, World } from '../support/world.ts';

const world = new World();
const NAMES = [...HOSTILE, ...fc.sample(hostileName, { numRuns: 20, seed: 11 })];
/** What a snippet's vaultrun was called with, one word a line. */
const said = (...words: string[]) => words.map(word => `[${word}]\n`).join('');

beforeAll(() => {
  world.env.LC_ALL = 'C.UTF-8';
  world.program('vaultrun', 'printf \'[%s]\\n\' "$@"');
});
// No name was run.
afterAll(() => {
  expect(readdirSync(world.cwd)).not.toContain('pwned');
  world.remove();
});

const run = (file: string, args: string[], env: Record<string, string> = {}) =>
  execa(file, args, {
    cwd: world.cwd,
    env: { ...world.env, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    input: '',
  });

test.each(['make', 'alias', 'compose', 'credential-process'])(
  '%s has an empty line, a comment that says what it is, and placeholders',
  async name => {
    const { stdout, stderr, status } = await world.run(['init', name]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^\n# vaultrun(?: .*)?: .*\n(?:#.*\n)*[^#]+$/);
    expect(stdout).toMatch(/\bdev\b/);
    if (name !== 'credential-process') expect(stdout).toContain('myimage');
    expect((await world.run(['init', name, '--profile', 'run', '-q'])).stdout).toMatch(/\brun\b/);
  },
);

test.each(['run', 'help'])(
  'a function for a profile that is called like %s names it',
  async name => {
    expect((await world.run(['init', 'alias', name, 'img', '-q'])).stdout).toContain(
      `with_${name}() { vaultrun --profile ${name} -- "$@"; }`,
    );
  },
);

test.each<[string[], RegExp, RegExp]>([
  [[], /no snippet is named/, /init make\|alias\|compose/],
  [['mkae'], /no snippet 'mkae'/, /did you mean 'make'\?/],
  [['make', 'a', 'b', 'c'], /knows a profile and an image/, /./],
  [['credential-process', 'a', 'b'], /knows a profile, and/, /./],
  [['make', '-q', '--', 'x'], /no '--'/, /./],
  [['make', '--region', 'x'], /--region belongs to/, /./],
  [['make', 'a\nb'], /cannot hold a control character/, /./],
  [['compose', 'a\u2028b'], /the profile cannot be written/, /line breaks/],
  [['compose', 'a', 'b\u0085c'], /the image cannot be written/, /line breaks/],
  [['make', 'a', ''], /the image/, /./],
  [['make', '@file'], /cannot begin with '@'/, /./],
])('init %j is a usage error', async (args, error, hint) => {
  const { stdout, stderr, status } = await world.run(['init', ...args]);
  expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
  expect(stderr).toMatch(error);
  expect(stderr).toMatch(hint);
});

test('targets of the Makefile that the snippet would replace are told', async () => {
  const told = async () => (await world.run(['init', 'make', 'dev'])).stderr;
  expect(await told()).toBe('');
  world.write('work/Makefile', 'all: plan\nplan: x\n\ttrue\nshell := sh\n');
  expect(await told()).toMatch(/^vaultrun: Makefile already has 'plan': appended to it, this/);
  world.write('work/GNUmakefile', 'shell plan:\n\ttrue\nshell:\nplan :\n');
  expect(await told()).toMatch(/^vaultrun: GNUmakefile already has 'shell' and 'plan': /);
  for (const name of ['Makefile', 'GNUmakefile']) rmSync(join(world.cwd, name));
});

test('the profile is that of the line, else of the environment, and never of the folder', async () => {
  world.write('work/.env', 'VAULTRUN_PROFILE=folder\n');
  const profile = async (args: string[], own: string) => {
    const { stdout } = await world.run(['init', ...args], { env: { VAULTRUN_PROFILE: own } });
    return /exec (\S+) --/.exec(stdout)?.[1];
  };
  expect(await profile(['compose'], 'admin')).toBe('admin');
  expect(await profile(['compose'], '')).toBe('dev');
  expect(await profile(['compose', 'prod'], 'admin')).toBe('prod');
  expect(await profile(['compose', '--profile', 'prod'], 'admin')).toBe('prod');
  rmSync(join(world.cwd, '.env'));
  const wrong = await world.run(['init', 'make'], { env: { VAULTRUN_PROFILE: '-x' } });
  expect(wrong).toMatchObject({ status: 125, stdout: '' });
  expect(wrong.stderr).toMatch(/error: VAULTRUN_PROFILE: a profile's name cannot begin/);
});

test.each(['make', 'alias', 'compose', 'credential-process'])(
  '%s: a profile that is not in the AWS config gets a notice, and its snippet all the same',
  async name => {
    const config = world.write('some config', '[default]\n[profile prod]\n');
    const init = (words: string[], own: Record<string, string> = {}) =>
      world.run(['init', name, ...words], { env: { AWS_CONFIG_FILE: config, ...own } });
    const told = async (words: string[], own: Record<string, string> = {}) => {
      const { stdout, stderr, status } = await init(words, own);
      expect(stdout).toBe((await init([...words, '-q'], own)).stdout);
      expect(status).toBe(0);
      return stderr;
    };
    const near = "vaultrun: 'prdo' is not in the AWS config; did you mean 'prod'?\n";
    expect(await told(['prdo'])).toBe(near);
    expect(await told([], { VAULTRUN_PROFILE: 'prdo' })).toBe(near);
    expect(await told(['nosuch'])).toBe("vaultrun: 'nosuch' is not in the AWS config\n");
    for (const words of [['prod'], ['default'], []]) expect(await told(words)).toBe('');
    // Nothing is known where there is no config, or an empty one that the shell has made for what is printed.
    for (const none of ['/nowhere', world.write('empty', '')]) {
      expect(await told(['prdo'], { AWS_CONFIG_FILE: none })).toBe('');
    }
    const keys = join(world.write('stored/prdo', ''), '..');
    expect(await told(['prdo'], { AWS_VAULT_BACKEND: 'file', AWS_VAULT_FILE_DIR: keys })).toBe('');
  },
);

test('compose tells what fails without vaultrun, and how long the keys stay', async () => {
  const { stdout } = await world.run(['init', 'compose']);
  const comment = [...stdout.matchAll(/^# (.*)$/gm)].map(([, line]) => line).join(' ');
  expect(comment).toMatch(/Without vaultrun .*"env file {2}not found"/);
  expect(comment).toMatch(/stay in docker inspect until docker compose down\./);
  expect(comment).toMatch(/compose 2\.30/);
});

describe('make', () => {
  const makefile = (profile: string, image: string) => {
    world.write('work/Makefile', make({ profile, image, profiles: new Map() }));
  };
  const plan = (profile: string, image: string) =>
    said('--profile', profile, '--', '-v', `${world.cwd}:/work`, '-w', '/work', image, 'plan');

  test('every name arrives as it is, whatever the shell of make', async () => {
    for (const [at, name] of NAMES.entries()) {
      makefile(name, name);
      const shell = `SHELL=${at % 2 ? '/bin/bash' : '/bin/dash'}`;
      const { stdout, stderr } = await run('make', ['-s', '-j2', shell, 'plan']);
      expect({ stdout, stderr }).toEqual({ stdout: plan(name, name), stderr: '' });
    }
    for (const name of [' edge ', 'a\\#b', 'a\\\\#', '\\']) {
      makefile(name, name);
      expect((await run('make', ['-s', 'plan'])).stdout).toBe(plan(name, name));
    }
  });

  test('another profile and image for once, and a shell', async () => {
    makefile('dev', 'myimage');
    const other = ['-s', 'plan', "PROFILE=it's", 'IMAGE=my image'];
    expect((await run('make', other)).stdout).toBe(plan("it's", 'my image'));
    expect((await run('make', ['-s', 'plan'], { PROFILE: 'two words' })).stdout).toBe(
      plan('two words', 'myimage'),
    );
    expect((await run('make', ['-s', 'shell'])).stdout).toBe(
      said('--profile', 'dev', '--', '--entrypoint', 'sh', 'myimage'),
    );
  });
});

describe('alias', () => {
  test('every name arrives as it is, in bash and in dash', async () => {
    const calls = NAMES.map(name => {
      const text = alias({ profile: name, image: name, profiles: new Map() });
      const [any, own] = [...text.matchAll(/^(\w+)\(\)/gm)].map(([, word]) => word);
      return `${text}${any} img 'a b'\n${own} 'c  d' ''\n`;
    });
    const expected = NAMES.flatMap(name => [
      said(name, '--', 'img', 'a b'),
      said(name, '--', '-v', `${world.cwd}:/work`, '-w', '/work', name, 'c  d', ''),
    ]);
    const file = world.write('aliases.sh', calls.join(''));
    for (const shell of ['bash', 'dash']) {
      const { stdout, stderr } = await run(shell, ['-c', `. '${file}'`]);
      expect({ stdout, stderr }).toEqual({ stdout: expected.join(''), stderr: '' });
    }
  });

  test('a profile that is called like a command is named by --profile', async () => {
    const { stdout } = await world.run(['init', 'alias', 'env', 'ghcr.io/a/b/terraform:1.9']);
    expect(stdout).toMatch(/^env_terraform\(\) \{ vaultrun --profile env -- /m);
  });
});

describe('credential-process', () => {
  test('every name arrives as it is, by sh and by a parser that knows comments', async () => {
    const lines = NAMES.map(profile => {
      const text = credentialProcess({ profile, profiles: new Map(), image: '' });
      expect(text).toMatch(/^\[profile [\w@+.%:/-]+-via-vaultrun\]$/m);
      const line = /^credential_process = (.*)$/m.exec(text)?.[1] ?? '';
      expect(line).not.toMatch(/\s[#;]/);
      return line;
    });
    const { stdout } = await run('/bin/sh', ['-c', lines.join('\n')]);
    const words = ['env', '--format', 'credential-process'];
    expect(stdout).toBe(NAMES.map(name => said(...words, name)).join(''));
  });

  test('has the profile’s region, another name, and works', async () => {
    const config = '[default]\nregion = eu-west-1\n[profile dev]\n';
    const env = {
      PATH: `${world.folder}/own:${STAND_INS}:${join(process.execPath, '..')}:${world.env.PATH}`,
      AWS_CONFIG_FILE: world.write('config', config),
      AWS_VAULT_BACKEND: 'file',
      AWS_VAULT_FILE_DIR: join(world.folder, 'keys'),
      AWS_VAULT_FILE_PASSPHRASE: 'x',
      AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0',
      AWS_SECRET_ACCESS_KEY: 'stored',
    };
    await run('aws-vault', ['add', 'dev', '--env'], env);
    const { stdout } = await world.run(['init', 'credential-process', 'dev'], { env });
    expect(stdout).toContain('[profile dev-via-vaultrun]\n');
    expect(stdout).toContain('region = eu-west-1\n');
    // A file whose last line does not end.
    world.write('config', config.trimEnd() + stdout);
    const process_ = /^credential_process = vaultrun (.*)$/m.exec(stdout)?.[1];
    const asked = await run('/bin/sh', ['-c', `'${process.execPath}' '${BIN}' ${process_}`], env);
    expect(JSON.parse(asked.stdout)).toHaveProperty('SessionToken');
  });
});

test('what the README shows', async () => {
  const [makefile = '', functions = '', yaml = '', section = '', ...more] = shown('Snippets', 'sh');
  expect(more).toEqual([]);
  const folder = join(world.folder, 'readme');
  for (const path of [folder, `${world.home}/.aws`]) mkdirSync(path);
  const real = `vaultrun() { '${process.execPath}' '${BIN}' "$@"; }`;
  const print = `vaultrun() { printf '[%s]\\n' "$@"; }`;
  const bash = (code: string) => run('bash', ['-c', `cd '${folder}'; ${real}; ${code}`]);
  await bash(makefile + yaml + section);
  const { stdout } = await run('make', ['-s', '-C', folder, 'plan', 'PROFILE=other']);
  const mounted = ['-v', `${folder}:/work`, '-w', '/work', 'terraform-image', 'plan'];
  expect(stdout).toBe(said('--profile', 'other', '--', ...mounted));
  expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toMatch(
    /^# .*exec dev -- docker compose up$/m,
  );
  expect(readFileSync(`${world.home}/.aws/config`, 'utf8')).toContain('[profile dev-via-vaultrun]');
  const called = await bash(
    `${functions}\n${print}; dev_terraform_image plan; with_dev myimage sh`,
  );
  expect(called.stdout).toBe(said('dev', '--', ...mounted) + said('dev', '--', 'myimage', 'sh'));
});
