import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMAND_TABLE } from '../../lib/command-line/commands-table.ts';
import { COMMANDS } from '../../lib/command-line/options.ts';
import { blocksOf, documentAt, recipeWorld, runIn } from '../support/recipes.ts';
import { STAND_INS, type World } from '../support/world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDES = readdirSync(join(ROOT, 'docs'))
  .filter(name => name.endsWith('.md'))
  .map(name => `docs/${name}`);

/** Guides whose commands a suite of their own runs, in a world that these need. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'docs/troubleshooting.md': 'test/release/doctor.test.ts',
  'docs/vault-in-a-container.md': 'test/release/vault-docs.test.ts',
};

/** What else a guide's commands call: it reads what it is given, as the real one would, and tells. */
const PROGRAMS = {
  docker: [
    'case $1 in',
    `compose) shift; echo "compose $*"; cat "\${VAULTRUN_ENV_FILE:-/dev/null}";;`,
    `build) for word; do case $word in id=*) cat "\${word#*src=}";; esac; done;;`,
    `*) exec '${STAND_INS}/docker' "$@";;`,
    'esac',
  ],
  kubectl: [
    'case $1 in',
    `create) for word; do case $word in --from-env-file=*) cat "\${word#*=}";; esac; done;;`,
    'apply) cat;;',
    '*) cat "$AWS_SHARED_CREDENTIALS_FILE";;',
    'esac',
  ],
  aws: [
    'case $1 in',
    'sts) cat "$AWS_SHARED_CREDENTIALS_FILE";;',
    `configure) echo '{"Version":1,"AccessKeyId":"ASIA","SecretAccessKey":"fromaws"}';;`,
    'esac',
  ],
};

let world: World;
beforeAll(async () => {
  world = await recipeWorld();
  for (const [name, lines] of Object.entries(PROGRAMS)) world.program(name, lines.join('\n'));
  Object.assign(world.env, {
    CI_PASSPHRASE: 'open sesame',
    AWS_MY_TOKEN: 'mine',
    STAND_IN_RECORD: join(world.folder, 'record'),
  });
});
afterAll(() => world.remove());

/** The containers that were run since the last look: the names of the variables in each. */
function containers(): string[][] {
  const { STAND_IN_RECORD: file = '' } = world.env;
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  rmSync(file);
  return lines.map(line => JSON.parse(line).container);
}

/** A file that a block is: a Makefile, or one whose name stands in its first line. */
function fileOf(language: string, code: string): string | undefined {
  if (language === 'make') return 'work/Makefile';
  const name = /^# (\S+)\n/.exec(code)?.[1];
  return name?.startsWith('~/') ? `home/${name.slice(2)}` : name && `work/${name}`;
}

/** What a block of a guide prints, where more is wanted than that it works. */
const PRINTS: [start: string, stdout: RegExp, stderr?: RegExp][] = [
  ['vaultrun --dry-run default', /^aws-vault exec default -- env\ndocker run .*AWS_MY_TOKEN/s],
  ['vaultrun --pass AWS_MY_TOKEN', /^AWS_MY_TOKEN=mine$/m],
  ['tf()', /long-lived keys/, /^vaultrun: long-lived keys of 'admin' .*enter the container/],
  ['export VAULTRUN_PROFILE', /^AWS_VAULT=dev$/m],
  ['tar c .', /hello\.txt/],
  ['aws-vault exec dev --', /^AWS_VAULT=dev$/m],
  ['printf', /^dev\nadmin$/],
  ['make plan', /No changes.*AWS_VAULT=default/s],
  ['make list region', /hello\.txt.*^in eu-west-1$/ms],
  [
    'make deploy',
    /compose run --rm terraform plan\nAWS_.*compose build$/s,
    /the choice of this folder's \.env/,
  ],
  ['vaultrun exec dev -- make', /compose build\nAWS_ACCESS_KEY_ID=/],
  ["vaultrun --credential-process 'aws", /^AWS_SECRET_ACCESS_KEY=fromaws$/m],
  ['vaultrun --refresh', /^\{"Version":1,.*"SessionToken":".*"Expiration":".*"\}$/],
  ['vaultrun --mask', /^AWS_SECRET_ACCESS_KEY=<masked by vaultrun>$/m],
  ['vaultrun --quiet', /^$/, /^vaultrun: \d+ ms: /],
  ['vaultrun exec dev -- aws', /^aws_secret_access_key = /m],
  ['vaultrun exec dev -- kubectl', /^aws_secret_access_key = /m],
  [
    'DOCKER_HOST=',
    /^AWS_SECRET_ACCESS_KEY=/m,
    /^vaultrun: the engine runs elsewhere \((docker|build)\.example\)/m,
  ],
  ['vaultrun exec dev -- sh -c', /^AWS_SECRET_ACCESS_KEY=/m],
];
const met = new Set<string>();

describe.each(GUIDES)('%s', path => {
  const blocks = blocksOf(documentAt(path));
  afterAll(() => {
    for (const file of ['work/Makefile', 'work/.env', 'work/compose.yaml', 'home/.config']) {
      rmSync(join(world.folder, file), { recursive: true, force: true });
    }
  });

  test('its commands work as they stand, in their order', async () => {
    const suite = ELSEWHERE[path];
    if (suite !== undefined) return expect(documentAt(suite)).toContain(path);
    for (const { language, code, notRun } of blocks) {
      const file = fileOf(language, code);
      if (language !== 'sh' && file) world.write(file, code);
      if (language !== 'sh' || notRun) continue;
      const { exitCode, stdout, stderr } = await runIn(world, `set -e\n${code}`);
      expect({ code, exitCode, stderr: /error/.test(stderr) ? stderr : '' }).toEqual({
        code,
        exitCode: 0,
        stderr: '',
      });
      const [start, out, err] = PRINTS.find(([start]) => code.startsWith(start)) ?? [];
      if (start) met.add(start);
      if (out) expect(stdout).toMatch(out);
      if (err) expect(stderr).toMatch(err);
      const delivered = code.includes('--refresh') ? 'AWS_CONFIG_FILE' : 'AWS_SECRET_ACCESS_KEY';
      for (const names of containers()) expect(names).toContain(delivered);
    }
  });

  test('what is not run says why', () => {
    for (const { notRun } of blocks) if (notRun !== undefined) expect(notRun).toMatch(/\w+ \w+/);
  });

  test('its links lead somewhere', () => {
    for (const [, link = ''] of documentAt(path).matchAll(/\]\(([^)]+)\)/g)) {
      const [file = '', anchor] = link.split('#');
      if (/^https?:/.test(link)) continue;
      const target = join(dirname(path), file || path);
      expect({ link, there: existsSync(join(ROOT, target)) }).toEqual({ link, there: true });
      if (anchor) expect(headings(documentAt(target))).toContain(anchor);
    }
  });
});

test('nothing is expected of a block that is no longer there', () => {
  expect(PRINTS.map(([start]) => start).filter(start => !met.has(start))).toEqual([]);
});

test('the index has every guide', () => {
  for (const path of GUIDES) {
    if (path !== 'docs/README.md')
      expect(documentAt('docs/README.md')).toContain(`(${path.slice(5)})`);
  }
});

/** The anchors that GitHub makes of headings. */
function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Those that ask on the terminal, and those whose status tells how this machine is. */
const NOT_HERE = [
  'vaultrun vault -- add dev',
  'vaultrun doctor',
  'vaultrun doctor dev',
  'vaultrun doctor dev -- myimage',
];
const EXAMPLES = COMMANDS.filter(name => !['init', 'completion'].includes(name))
  .flatMap(name => COMMAND_TABLE[name].examples.map(([line]) => line))
  .filter(line => !NOT_HERE.includes(line));

test.each(EXAMPLES)('the example of the help works: %s', async line => {
  const { exitCode, stderr } = await runIn(world, line);
  expect(exitCode).toBe(0);
  expect(stderr).not.toMatch(/error|hint/);
});
