import { readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { execa } from 'execa';
import fc from 'fast-check';
import { OPTIONS } from '../../lib/command-line/options.ts';
import { parseProfiles } from '../../lib/host/aws-config.ts';
import { HOSTILE, hostileName } from '../support/hostile.ts';
import { shown } from '../support/readme.ts';
import { Typing } from '../support/typing.ts';
import { BIN, World } from '../support/world.ts';

const world = new World();
const config = join(world.folder, 'config');
let script: string;

beforeAll(async () => {
  world.env.AWS_CONFIG_FILE = config;
  world.env.LC_ALL = 'C.UTF-8';
  // Whoever is called leaves a file in the working directory.
  for (const name of ['aws-vault', 'vaultrun', 'docker']) world.program(name, 'echo >called');
  const { stdout, stderr, status } = await world.run(['completion', 'bash']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  world.write('work/a file', '');
  script = world.write('completion.bash', stdout);
});
// Neither vaultrun nor aws-vault nor the engine was started, and no name was run.
afterAll(() => {
  expect(readdirSync(world.cwd)).toEqual(['a file']);
  world.remove();
});
const profiles = (...names: string[]) =>
  writeFileSync(config, names.map(name => `[profile ${name}]\n`).join(''));

const bash = async (code: string) =>
  execa('bash', ['--norc', '-c', code], { cwd: world.cwd, env: world.env, extendEnv: false });

/** What is offered for a line, read as bash reads it. */
async function offered(line: string, before = ''): Promise<string[]> {
  const code = [
    `source '${script}'`,
    `COMP_LINE=$(cat <<'LINE'\n${line}.\nLINE\n); COMP_LINE=\${COMP_LINE%.}; COMP_POINT=\${#COMP_LINE}`,
    `read -ra COMP_WORDS <<<"$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')`,
    'COMP_CWORD=$((${#COMP_WORDS[@]} - 1))',
    before,
    '_vaultrun',
    '[[ ${COMPREPLY[@]} ]] && eval "printf \'%s\\n\' ${COMPREPLY[*]}" || :',
  ];
  const { stdout } = await bash(code.join('\n'));
  return stdout.split('\n').filter(Boolean);
}

const OPTIONS_OF_ENV = [
  ...OPTIONS.filter(({ commands }) => commands.includes('env')).flatMap(({ name, letter }) => [
    `--${name}`,
    ...(letter ? [`-${letter}`] : []),
  ]),
  ...['--help', '-h', '--version'],
];
const COMMANDS = ['run', 'exec', 'env', 'vault', 'doctor', 'init', 'completion'];

test.each<[string, string[]]>([
  ['vaultrun ', [...COMMANDS, 'dev', 'prod']],
  ['vaultrun d', ['doctor', 'dev']],
  ['vaultrun --quiet e', ['exec', 'env']],
  ['vaultrun run ', ['dev', 'exec', 'help', 'prod']],
  ['vaultrun exec p', ['prod']],
  ['vaultrun dev ', ['--']],
  ['vaultrun --profile dev ', [...COMMANDS, '--']],
  ['vaultrun --profile=', ['dev', 'exec', 'help', 'prod']],
  ['vaultrun --profile exec exec ', ['--']],
  ['vaultrun env dev ', []],
  ['vaultrun env --', OPTIONS_OF_ENV.filter(option => option.startsWith('--'))],
  ['vaultrun env -', OPTIONS_OF_ENV],
  ['vaultrun dev --re', ['--region', '--refresh']],
  ['vaultrun exec dev --refr', []],
  ['vaultrun --engine ', ['docker', 'podman', 'nerdctl', 'finch', 'container']],
  ['vaultrun --engine=p', ['podman']],
  ['vaultrun env --format ', ['env', 'json', 'export', 'credential-process']],
  ['vaultrun --region eu-w', ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-wherever-9']],
  ['vaultrun --duration ', []],
  ['vaultrun --pass AWS_CONF', ['AWS_CONFIG_FILE']],
  ['vaultrun init ', ['make', 'alias', 'compose', 'credential-process']],
  ['vaultrun init make p', ['prod']],
  ['vaultrun init --profile prod make ', []],
  ['vaultrun completion ', ['bash', 'zsh', 'fish']],
  ['vaultrun completion bash ', []],
  ['vaultrun help ', COMMANDS],
  ['vaultrun help e', ['exec', 'env']],
  ['vaultrun help exec ', []],
  ['vaultrun vault -- ex', ['exec', 'export']],
  ['vaultrun vault --vault-image x -- remove p', ['prod']],
  ['vaultrun vault -- --debug login ', ['dev', 'exec', 'help', 'prod']],
  ['vaultrun vault -- login dev ', []],
  ['vaultrun vault -- list ', []],
  ['vaultrun vault -- exec dev -- ', []],
  ['vaultrun nothing-like-it', []],
])('%j offers %j', async (line, expected) => {
  writeFileSync(
    config,
    '[profile dev]\nregion=eu-wherever-9\n[profile exec]\n[profile help]\n[sso-session no]\n[profile prod]',
  );
  // A value is offered without the option that stands in the same word.
  const values = (await offered(line)).sort();
  expect(values).toEqual([...expected].sort());
});

test('profiles are read as vaultrun reads them', async () => {
  const text = [
    '[default]',
    '[ default ]',
    '  [profile indented]',
    '[profile\tby tab]',
    '[profile a b] # comment',
    '[profile   c d  ]',
    '[profile a] # [c]',
    '[profile default]',
    '[ profile spaced ]',
    '[profile "quoted one"]',
    "[profile 'single']",
    '[profile "half]',
    '[profile crlf]\r',
    '[profiles]',
    '[profile]',
    '[profile a[b]',
    '[plain]',
    '[sso-session s]',
    '[services s]',
    '#[profile commented]',
    ';[profile commented]',
    'key = [profile value]',
    '[profile a]]',
    '[profile open',
    '[profile last]',
  ].join('\n');
  writeFileSync(config, text);
  const known = [...parseProfiles(text).keys()];
  expect(known).toEqual(expect.arrayContaining(['"quoted one"', 'a b', 'a] # [c', 'last']));
  expect(new Set(await offered('vaultrun --profile '))).toEqual(new Set(known));
  // What vaultrun refuses, and what would steer the terminal, is not offered.
  writeFileSync(config, '[profile -n]\n[profile @file]\n[profile a\u001b[31m]\n[profile a\tb]\n');
  expect(await offered('vaultrun --profile ')).toEqual([]);
  for (const file of ['/nowhere', world.folder, '/dev/zero']) {
    expect(await offered('vaultrun --profile ', `AWS_CONFIG_FILE='${file}'`)).toEqual([]);
  }
});

describe('behind the --', () => {
  const stub = (name: string) =>
    `_${name}() { COMPREPLY=("$COMP_CWORD:$(IFS=,; echo "\${COMP_WORDS[*]}"):$COMP_LINE:$COMP_POINT:$2:$3"); }; complete -F _${name} ${name};`;
  const seen = async (line: string, before: string) =>
    (
      await offered(line, `${before} COMPREPLY=(); eval() { :; }; trap 'echo "$COMPREPLY"' EXIT`)
    )[0];

  test.each([
    ['vaultrun dev -- ', '2:docker,run,:docker run :11::run'],
    [
      'vaultrun -q --region x dev -- -v /a al',
      '4:docker,run,-v,/a,al:docker run -v /a al:19:al:/a',
    ],
    ['vaultrun run --engine podman dev -- x', '2:podman,run,x:podman run x:12:x:run'],
    ['vaultrun --engine=podman dev -- x', '2:podman,run,x:podman run x:12:x:run'],
    ['vaultrun --engine $(touch pwned) dev -- x', '2:docker,run,x:docker run x:12:x:run'],
    ["vaultrun 'my dev' -- x", '2:docker,run,x:docker run x:12:x:run'],
    ['vaultrun dev --  -- x', '3:docker,run,--,x:docker run  -- x:16:x:--'],
    ['vaultrun doctor dev -- x', '2:docker,run,x:docker run x:12:x:run'],
    ['vaultrun vault -- x', undefined],
    ['vaultrun exec dev -- podman --lo', '1:podman,--lo:podman --lo:11:--lo:podman'],
  ])('%j is completed as %j', async (line, expected) => {
    expect(await seen(line, stub('docker') + stub('podman'))).toBe(expected);
  });

  test('the engine is the setting’s, else the first on PATH', async () => {
    const both = stub('docker') + stub('podman');
    expect(await seen('vaultrun dev -- x', `VAULTRUN_ENGINE=podman; ${both}`)).toMatch(
      /podman,run/,
    );
    expect(await seen('vaultrun dev -- x', `PATH='${world.bin}'; ${both}`)).toMatch(/docker,run/);
  });

  test.each<[string, RegExp]>([
    ['VAULTRUN_ENGINE=podman', /podman,run/],
    ['# mine\n\texport VAULTRUN_ENGINE = "podman" # as at work', /podman,run/],
    ["VAULTRUN_ENGINE=docker\r\nVAULTRUN_ENGINE: 'podman'\r\n", /podman,run/],
    ['VAULTRUN_ENGINE=', /docker,run/],
    ['#VAULTRUN_ENGINE=podman\nMY_VAULTRUN_ENGINE=podman\nX=VAULTRUN_ENGINE=podman', /docker,run/],
    ['VAULTRUN_ENGINE=$(touch pwned)\nVAULTRUN_X=`touch pwned`', /docker,run/],
  ])('of a file that says %j', async (text, expected) => {
    expect(
      Object.entries(parse(text)).find(([key]) => key === 'VAULTRUN_ENGINE')?.[1] === 'podman',
    ).toBe(expected.test('podman,run'));
    const both = stub('docker') + stub('podman');
    const folder = join(world.folder, 'own');
    world.write('own/vaultrun/config.env', text);
    expect(await seen('vaultrun dev -- x', `XDG_CONFIG_HOME='${folder}'; ${both}`)).toMatch(
      expected,
    );
    world.write('home/.config/vaultrun/config.env', text);
    expect(await seen('vaultrun dev -- x', `XDG_CONFIG_HOME=own; ${both}`)).toMatch(expected);
    world.write('home/.config/vaultrun/config.env', '');
  });

  test('a hostile .env costs no more than a moment, and names no two engines', async () => {
    const there = `cd ../hostile; ${stub('docker')}${stub('podman')}`;
    const env = join(world.folder, 'hostile/.env');
    for (const text of [
      `VAULTRUN_ENGINE=${' '.repeat(80_000)}podman\n`,
      `${' '.repeat(80_000)}VAULTRUN_ENGINE=podman\n`,
      `${'A=1\n'.repeat(1_000_000)}VAULTRUN_ENGINE=podman\n`,
      'VAULTRUN_ENGINE="docker podman"\n',
    ]) {
      world.write('hostile/.env', text);
      expect(await seen('vaultrun dev -- x', there)).toMatch(/docker,run/);
    }
    // Each of them is a file, readable, and without an end.
    for (const target of ['/proc/self/pagemap', '/dev/zero']) {
      rmSync(env);
      symlinkSync(target, env);
      expect(await seen('vaultrun dev -- x', there)).toMatch(/docker,run/);
    }
    rmSync(join(world.folder, 'hostile'), { recursive: true });
  });

  test('the line before the environment, that before the folder’s .env, that before config.env', async () => {
    const all = ['docker', 'podman', 'nerdctl', 'finch'].map(stub).join('');
    world.write('home/.config/vaultrun/config.env', 'VAULTRUN_ENGINE=podman\n');
    world.write('elsewhere/.env', 'VAULTRUN_ENGINE=nerdctl\n');
    const there = `cd ../elsewhere; ${all}`;
    expect(await seen('vaultrun dev -- x', there)).toMatch(/nerdctl,run/);
    expect(await seen('vaultrun dev -- x', `VAULTRUN_ENGINE=finch; ${there}`)).toMatch(/finch,run/);
    expect(await seen('vaultrun dev -- x', `VAULTRUN_ENGINE=; ${there}`)).toMatch(/docker,run/);
    const line = 'vaultrun --engine docker dev -- x';
    expect(await seen(line, `VAULTRUN_ENGINE=finch; ${there}`)).toMatch(/docker,run/);
    rmSync(join(world.folder, 'elsewhere'), { recursive: true });
    world.write('home/.config/vaultrun/config.env', '');
  });

  test('file names where no completion is known, and commands for exec', async () => {
    const line = new Typing('bash', world, `source '${script}'`);
    expect(await line.line('vaultrun dev -- a⇥')).toBe('vaultrun dev -- a\\ file ');
    expect(await line.line('vaultrun dev --engine podman -- -v a⇥')).toMatch(/ -v a\\ file $/);
    expect(await line.line('vaultrun exec dev -- aws-v⇥')).toBe('vaultrun exec dev -- aws-vault ');
    await line.end();
  });
});

describe('on a terminal', () => {
  let typing: Typing;
  beforeAll(() => {
    typing = new Typing('bash', world, `source '${script}'`);
  });
  afterAll(() => typing.end());

  test.each([
    ['vaultrun us⇥', 'vaultrun user@corp.example '],
    ['vaultrun user@⇥', 'vaultrun user@corp.example '],
    ['vaultrun --profile=user@co⇥', 'vaultrun --profile=user@corp.example '],
    ['vaultrun "my d⇥', 'vaultrun "my dev" '],
    ["vaultrun my' d⇥", "vaultrun my' dev' "],
    ["vaultrun 'my d'⇥", 'vaultrun my\\ dev '],
    ['vaultrun us⇥⇥im⇥', 'vaultrun user@corp.example -- im'],
    ['true; X=1 /opt/bin/vaultrun --eng⇥pod⇥', 'true; X=1 /opt/bin/vaultrun --engine podman '],
  ])('%j becomes %j', async (typed, line) => {
    profiles('user@corp.example', 'my dev');
    expect(await typing.line(typed)).toBe(line);
  });

  test('a hostile name is written so that bash reads it back, and never run', async () => {
    const names = [...HOSTILE, ...fc.sample(hostileName, { numRuns: 20, seed: 7 })];
    const starts = ['', "'", '"', '--profile='];
    const lines: string[] = [];
    for (const name of names) {
      profiles(name);
      for (const start of starts) {
        // The word is completed, and completed once more; behind --profile no command is offered.
        lines.push(
          await typing.line(`vaultrun --profile${start.startsWith('-') ? '=' : ` ${start}`}⇥⌫⇥`),
        );
      }
    }
    const code = lines.map(line => `words ${line.slice('vaultrun '.length)}`).join('\n');
    const { stdout } = await bash(`words() { printf '%s\\n' "\${@#--profile=}"; }\n${code}`);
    const read = stdout.split('\n').filter(word => word !== '--profile');
    expect(read).toEqual(names.flatMap(name => starts.map(() => name)));
  });
});

test.each<[string[], RegExp, RegExp]>([
  [[], /no shell is named/, /completion bash\|zsh\|fish/],
  [['bsh'], /no completion for 'bsh'/, /did you mean 'bash'\?/],
  [['fsh'], /no completion for 'fsh'/, /did you mean 'fish'\?/],
  [['zh'], /no completion for 'zh'/, /did you mean 'zsh'\?/],
  [['bash', 'zsh'], /2 shells/, /completion bash\|zsh\|fish/],
  [['bash', '--', 'x'], /no '--'/, /./],
  [['--region', 'x', 'bash'], /--region belongs to/, /./],
])('completion %j is a usage error', async (args, error, hint) => {
  const { stdout, stderr, status } = await world.run(['completion', ...args]);
  expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
  expect(stderr).toMatch(error);
  expect(stderr).toMatch(hint);
});

test.each(['bash', 'zsh', 'fish'])('the script for %s is the same anywhere', async shell => {
  const cwd = join(world.folder, 'elsewhere');
  world.write('elsewhere/.env', 'VAULTRUN_PASS=x\n');
  const { stdout, status } = await world.run(['completion', shell], { cwd });
  expect(status).toBe(0);
  expect(stdout).toContain('--credential-process');
  expect(stdout).not.toContain(world.folder);
  expect(stdout).toBe((await world.run(['completion', '-q', shell])).stdout);
});

test('what the README shows for bash', async () => {
  const [rc = ''] = shown('Completion', 'bash');
  const real = `vaultrun() { '${process.execPath}' '${BIN}' "$@"; }`;
  profiles('some one');
  for (const line of [rc, 'eval "$(vaultrun completion bash)"; complete -F _vaultrun v']) {
    const bash = new Typing('bash', world, `${real}; ${line}`);
    expect(await bash.line('vaultrun so⇥')).toBe('vaultrun some\\ one ');
    if (line !== rc) expect(await bash.line('v so⇥')).toBe('v some\\ one ');
    await bash.end();
  }
});
