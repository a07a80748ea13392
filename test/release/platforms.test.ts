import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pretendedPlatform } from '../support/pretended.ts';
import { CREDENTIALS, NODES, World } from '../support/world.ts';

const SECRET = CREDENTIALS.AWS_SECRET_ACCESS_KEY;
/** Prints where the env-file is and what is in it. */
const SHOW = 'while [ "$1" != --env-file ]; do shift; done; echo "$2"; cat "$2"';
/** Makes the container, so that a file with a name goes, and says when it is gone. */
const MADE = `while [ "$1" != --cidfile ]; do shift; done; id=$2; shift 2; file=$2
stat -c "%a %n" "$file" "$(dirname "$file")"; cat "$file"; echo abc >"$id"; while [ -e "$file" ]; do :; done; echo gone`;

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  let asked: string;
  beforeEach(() => {
    world = new World();
    asked = join(world.folder, 'asked');
    world.vault();
    world.program('aws-vault', `touch '${asked}'; exec cat '${world.folder}/answer'`);
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    expect(readdirSync(world.home).filter(name => /^vaultrun|^snap/.test(name))).toEqual([]);
    world.remove();
  });
  const on = (platform: 'darwin' | 'win32', args: string[], more: Record<string, string> = {}) =>
    world.run(args, { with: node, env: { ...pretendedPlatform(world, platform), ...more } });

  describe('macOS', () => {
    test.each(['docker', 'podman', 'container'])('%s gets a descriptor', async engine => {
      world.program(engine, SHOW);
      const { stdout, stderr, status } = await on('darwin', [
        'dev',
        `--engine=${engine}`,
        '--',
        'i',
      ]);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout).toMatch(/^\/dev\/fd\/[34]\n/);
      expect(stdout).toContain(SECRET);
    });

    test('nerdctl gets a file in the home, gone once the container is made', async () => {
      world.program('nerdctl', MADE);
      const args = ['dev', '--engine=nerdctl', '--', 'img'];
      const { stdout, status } = await on('darwin', args);
      expect(status).toBe(0);
      const [file = '', folder = ''] = stdout.split('\n');
      expect(file.startsWith(`600 ${world.home}/vaultrun-`)).toBe(true);
      expect(folder.startsWith(`700 ${world.home}/vaultrun-`)).toBe(true);
      expect(stdout).toContain(SECRET);
      expect(stdout).toMatch(/\ngone\n$/);
      // Elsewhere it is a program like the others.
      world.program('nerdctl', SHOW);
      expect((await world.run(args, { with: node })).stdout).toMatch(/^\/dev\/fd\/[34]\n/);
    });

    test.each([
      ['named', ['--engine=finch']],
      ['the only one on PATH', []],
    ])('finch, %s, is refused, and nothing is asked', async (_, own) => {
      world.program('finch', SHOW);
      // The machine that runs the tests may have a docker.
      const { stdout, stderr, status } = await on('darwin', ['dev', ...own, '--', 'img'], {
        PATH: world.bin,
      });
      expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
      expect(stderr).toBe(
        'vaultrun: error: finch puts the credentials on a command line on macOS\n' +
          'vaultrun: hint: use another engine: --engine docker\n',
      );
      expect(existsSync(asked)).toBe(false);
    });

    test('finch elsewhere is a program like the others', async () => {
      world.program('finch', SHOW);
      const args = ['dev', '--engine=finch', '--', 'img'];
      const { stdout } = await world.run(args, { with: node });
      expect(stdout).toMatch(/^\/dev\/fd\/[34]\n/);
      expect(stdout).toContain(SECRET);
    });

    test('exec has two files of the user alone, for as long as the command runs', async () => {
      const folder = join(world.folder, 'tmp');
      mkdirSync(folder);
      const script = `for f in "$1" "$VAULTRUN_CREDENTIALS_FILE"; do stat -c "%a %n" "$f" "$(dirname "$f")"; done; cat "$1"`;
      const args = ['exec', 'dev', '--', 'sh', '-c', script, 'sh', '{env-file}'];
      const env = { XDG_RUNTIME_DIR: '', TMPDIR: folder };
      const { stdout, status } = await on('darwin', args, env);
      expect(status).toBe(0);
      const modes = stdout.split('\n').slice(0, 4);
      expect(modes.map(line => line.slice(0, 4))).toEqual(['600 ', '700 ', '600 ', '700 ']);
      expect(modes.every(line => line.slice(4).startsWith(`${folder}/vaultrun-`))).toBe(true);
      expect(stdout).toContain(SECRET);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  describe('Windows itself', () => {
    const TOLD =
      /^vaultrun: error: vaultrun does not work on Windows itself\nvaultrun: hint: use it inside WSL, .*\n$/;

    test.each([
      [['dev', '--', 'img']],
      [['--refresh', 'dev', '--', 'img']],
      [['exec', 'dev', '--', 'true']],
      [['env', 'dev']],
      [['vault', '--', 'list']],
    ])('%j names WSL, and starts nothing', async args => {
      const started = join(world.folder, 'started');
      world.program('docker', `touch '${started}'`);
      const { stdout, stderr, status } = await on('win32', args);
      expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
      expect(stderr).toMatch(TOLD);
      expect([asked, started].filter(existsSync)).toEqual([]);
    });

    test.each([[['--version']], [['--help']], [['init', 'make', 'dev']]])(
      '%j works',
      async args => {
        const there = await on('win32', args);
        expect(there).toMatchObject({ stderr: '', status: 0 });
        expect(there.stdout).toBe((await world.run(args, { with: node })).stdout);
      },
    );

    test('doctor says the same as the run', async () => {
      const { stdout } = await on('win32', ['doctor', 'dev']);
      expect(stdout).toMatch(/^fail +platform +vaultrun does not work on Windows itself\n.*WSL/m);
    });
  });

  test("docker's snap gets a file that it sees, gone once the container is made", async () => {
    const docker = world.write('snap/bin/docker', `#!/bin/sh\n${MADE}\n`);
    chmodSync(docker, 0o755);
    const common = join(world.home, 'snap/docker/common');
    mkdirSync(common, { recursive: true });
    const { stdout, status } = await world.run(['dev', '--', 'img'], {
      with: node,
      env: { PATH: `${dirname(docker)}:${world.env.PATH}` },
    });
    expect(status).toBe(0);
    expect(stdout.startsWith(`600 ${common}/vaultrun-`)).toBe(true);
    expect(stdout).toContain(SECRET);
    expect(stdout).toMatch(/\ngone\n$/);
    expect(readdirSync(common)).toEqual([]);
    rmSync(join(world.home, 'snap'), { recursive: true });
  });
});
