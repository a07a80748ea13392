import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, documentAt, recipeWorld, runIn } from '../support/recipes.ts';
import type { World } from '../support/world.ts';

const README = documentAt('README.md');
const section = (title: string) => README.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const blocks = (text: string, language: string) =>
  blocksOf(text)
    .filter(block => block.language === language)
    .map(block => block.code);

let world: World;
beforeAll(async () => {
  world = await recipeWorld();
});
afterAll(() => world.remove());

const shell = (script: string, env?: Record<string, string>, sh?: string) =>
  runIn(world, script, env, sh);

describe('every recipe works as it stands', () => {
  const recipes = blocks(section('Recipes'), 'sh');

  test('there are thirteen of them', () => {
    expect(recipes.length + blocks(section('Recipes'), 'make').length).toBe(13);
  });

  test.each<[string, RegExp, RegExp]>([
    ['vaultrun default -- myimage sh', /^$/, /^$/],
    [
      'vaultrun --no-session admin -- terraform-image plan',
      /No changes/,
      /^vaultrun: long-lived keys/,
    ],
    ['tar c . | vaultrun', /hello\.txt/, /^$/],
    ['vaultrun dev -- -v', /^$/, /^$/],
    ['vaultrun --engine podman', /^$/, /^$/],
    ['vaultrun --region', /AWS_REGION=us-east-1/, /^$/],
    ['vaultrun --dry-run', /^aws-vault exec dev -- env\ndocker run/, /^$/],
    ['vaultrun --mfa-token', /AWS_SESSION_TOKEN=/, /^$/],
    ['vaultrun --mask', /AWS_SECRET_ACCESS_KEY=<masked by vaultrun>/, /^$/],
    ['vaultrun --refresh', /^\{"Version":1,.*"SessionToken":".*"Expiration":".*"\}$/, /^$/],
    ['vaultrun --pass', /No changes/, /^$/],
  ])('%s…', async (start, stdout, stderr) => {
    const recipe = recipes.find(code => code.startsWith(start));
    expect(recipe).toBeDefined();
    const done = await shell(recipe ?? '');
    expect(done).toMatchObject({ exitCode: 0 });
    expect(done.stdout).toMatch(stdout);
    expect(done.stderr).toMatch(stderr);
  });

  test('the variables in the shell', async () => {
    const recipe = recipes.find(code => code.includes('vaultrun env')) ?? '';
    const { exitCode, stdout, stderr } = await shell(`set -e\n${recipe}env`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^AWS_SESSION_TOKEN=./m);
  });

  test('the Makefile', async () => {
    const [makefile = ''] = blocks(section('Recipes'), 'make');
    world.write('work/Makefile', makefile);
    expect((await shell('make plan')).stdout).toMatch(/No changes/);
  });
});

describe('beyond containers', () => {
  const commands = blocks(section('Beyond containers'), 'sh');
  const read = 'for word; do case $word in *=/proc/*) cat "${word##*=}";; esac; done';

  test.each<[string, string, RegExp]>([
    ['vaultrun exec dev -- docker compose', 'docker', /^AWS_SECRET_ACCESS_KEY=/m],
    ['vaultrun exec dev -- aws', 'aws', /^aws_secret_access_key = /m],
    ['vaultrun exec dev -- docker build', 'docker', /^aws_secret_access_key = /m],
    ['vaultrun exec dev -- kubectl', 'kubectl', /^AWS_SECRET_ACCESS_KEY=/m],
    ['vaultrun --credential-process', 'aws', /^AWS_SECRET_ACCESS_KEY=fromaws/m],
  ])('%s…', async (start, program, expected) => {
    const scripts: Record<string, string> = {
      docker: `[ "$1" = compose ] && cat "$VAULTRUN_ENV_FILE"; ${read}`,
      kubectl: read,
      aws: `[ "$1" = sts ] && exec cat "$AWS_SHARED_CREDENTIALS_FILE"; echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"fromaws"}'`,
    };
    const own = join(world.folder, program);
    mkdirSync(own);
    writeFileSync(join(own, program), `#!/bin/sh\n${scripts[program]}\n`, { mode: 0o755 });
    const command = commands.find(code => code.startsWith(start));
    const done = await shell(command ?? '', { PATH: `${own}:${world.env.PATH}` });
    rmSync(own, { recursive: true });
    expect(done).toMatchObject({ exitCode: 0 });
    expect(done.stdout).toMatch(expected);
  });

  test('the right account, and another', async () => {
    const command = commands.find(code => code.startsWith('vaultrun --account')) ?? '';
    // What the stand-in vault's sessions belong to, unless told otherwise.
    expect((await shell(command)).exitCode).toBe(0);
    const wrong = await shell(command.replace('123456789012', '999999999999'));
    expect(wrong).toMatchObject({ exitCode: 125, stdout: '' });
    expect(wrong.stderr).toMatch(/belong to account 123456789012, not to 999999999999/);
  });
});

test('the two commands at the top', async () => {
  for (const line of (blocks(README, 'sh')[0] ?? '').trim().split('\n')) {
    expect(await shell(line)).toMatchObject({ exitCode: 0 });
  }
});

test('the first run', async () => {
  const [first = '', then = ''] = blocks(section('First run'), 'sh');
  const lines = [first, ...then.trim().split('\n')].map(line => line.trim());
  const [config = ''] = blocks(section('First run'), 'ini');
  const file = join(world.folder, 'first-config');
  const env = {
    STAND_IN_IMAGES: 'alpine',
    AWS_CONFIG_FILE: file,
    AWS_VAULT_FILE_DIR: join(world.folder, 'first'),
    AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0',
    AWS_SECRET_ACCESS_KEY: 'stored/secret',
  };
  const [add, doctor, run] = await lines.reduce<Promise<Awaited<ReturnType<typeof shell>>[]>>(
    // Nobody types the keys here.
    async (done, line) => {
      const before = await done;
      const ran = await shell(line.replace(/add dev$/, '$& --env'), env);
      // As the reader is told to; what `add` has written is there.
      if (before.length === 0) appendFileSync(file, `\n${config.split('[profile dev]\n')[1]}`);
      return [...before, ran];
    },
    Promise.resolve([]),
  );
  expect(readFileSync(file, 'utf8')).toMatch(/^\[profile dev\]\n+region = eu-west-1$/m);
  expect(add).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Added credentials') });
  expect(doctor?.stdout).toMatch(/^ok {4}profile +dev$/m);
  expect(run?.stdout).toMatch(/^AWS_SESSION_TOKEN=./m);
});

describe('what is wrong with the line, and right with vaultrun', () => {
  const line = (profile: string) =>
    `docker run -i --env-file <(aws-vault exec ${profile} -- env | grep ^AWS_) myimage env`;

  test('the line in the README is the one of the article', () => {
    expect(README).toContain(
      'docker run -ti --env-file <(aws-vault exec default -- env | grep --no-color ^AWS_) myimage sh',
    );
  });

  test('aws-vault fails', async () => {
    const theirs = await shell(line('nobody'), {}, 'bash');
    expect(theirs.exitCode).toBe(0);
    expect(theirs.stdout).not.toContain('AWS_');
    const ours = await shell('vaultrun nobody -- myimage env');
    expect(ours).toMatchObject({ exitCode: 125, stdout: '' });
  });

  test('grep --no-color', async () => {
    const version = (await shell('grep --version')).stdout;
    const theirs = await shell(line('dev').replace('grep', 'grep --no-color'), {}, 'bash');
    // The option went away with GNU grep 3.8.
    if (/GNU grep\) (?:3\.(?:[89]|\d\d)|[4-9])/.test(version)) {
      expect(theirs).toMatchObject({ exitCode: 0 });
      expect(theirs.stdout).not.toContain('AWS_');
    }
    expect((await shell('vaultrun dev -- myimage env')).stdout).toContain('AWS_SESSION_TOKEN=');
  });

  test('what else it carries', async () => {
    expect((await shell(line('dev'), {}, 'bash')).stdout).toMatch(
      /AWS_VAULT_FILE_PASSPHRASE=open sesame/,
    );
    expect((await shell('vaultrun dev -- myimage env')).stdout).not.toMatch(
      /PASSPHRASE|AWS_CONFIG_FILE/,
    );
  });

  test('a forged line', async () => {
    const env = { NOTES: 'x\nAWS_ENDPOINT_URL=http://evil' };
    expect((await shell(line('dev'), env, 'bash')).stdout).toContain('http://evil');
    expect((await shell('vaultrun dev -- myimage env', env)).stdout).not.toContain('http://evil');
  });

  test('the shell of make', async () => {
    const theirs = await shell(line('dev'), {}, 'dash');
    expect(theirs.exitCode).not.toBe(0);
    expect(theirs.stderr).toMatch(/[Ss]yntax error/);
    expect((await shell('vaultrun dev -- myimage true', {}, 'dash')).exitCode).toBe(0);
  });

  test('-t where there is no terminal', async () => {
    const theirs = await shell(line('dev').replace('-i', '-ti'), {}, 'bash');
    expect(theirs.exitCode).not.toBe(0);
    expect(theirs.stderr).toMatch(/the input device is not a TTY/);
    expect((await shell('vaultrun dev -- myimage true')).exitCode).toBe(0);
  });
});

test('the table of options is the code’s', async () => {
  const { OPTIONS } = await import('../../lib/command-line/options.ts');
  const rows = section('The command line')
    .split('\n')
    .filter(row => row.startsWith('| `'));
  expect(rows).toHaveLength(OPTIONS.length);
  for (const { name, letter, setting, repository } of OPTIONS) {
    const row = rows.find(text => text.includes(`\`--${name}`)) ?? '';
    expect(row).toContain(letter ? `\`-${letter}\`` : '`');
    const [, , settings, repo] = row.split('|').map(cell => cell.trim());
    expect(settings).toBe(setting ?? '');
    const words = { never: setting ? 'no' : '', any: 'yes', off: '`false` only' };
    expect(repo).toBe(words[repository]);
  }
});
