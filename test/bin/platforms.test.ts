import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pretendedPlatform } from '../support/pretended.ts';
import { NODES, World } from '../support/world.ts';

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
    world.remove();
  });
  const on = (platform: 'win32', args: string[], more: Record<string, string> = {}) =>
    world.run(args, { with: node, env: { ...pretendedPlatform(world, platform), ...more } });

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
});
