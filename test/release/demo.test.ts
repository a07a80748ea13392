import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expectShown, stepsOf } from '../support/demo.ts';
import { World } from '../support/world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the demo without an engine and an aws-vault says so, shows all steps and leaves nothing', async () => {
  const world = new World();
  const tmp = join(world.folder, 'tmp');
  mkdirSync(tmp);
  // Whatever the machine has, none that answers.
  for (const engine of ['docker', 'podman']) world.program(engine, 'exit 1');
  world.program('aws-vault', 'exit 1');
  const PATH = [world.bin, join(process.execPath, '..'), world.env.PATH].join(':');
  const { stdout, stderr, exitCode } = await execa('npm', ['run', '--silent', 'demo'], {
    cwd: ROOT,
    env: {
      ...world.env,
      PATH,
      TMPDIR: tmp,
      AWS_PROFILE: 'mine',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
    },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    detached: true,
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(stdout.split('\n')[0]).toBe(
    'engine: the bundled stand-in for docker (no docker or podman answers); ' +
      'vault: the bundled stand-in for aws-vault, with throwaway keys',
  );
  expectShown(stdout);
  expect(stepsOf(stdout).steps[4]).toContain(`left in ${tmp}/vaultrun demo `);
  expect(readdirSync(tmp)).toEqual([]);
  expect(world.left()).toEqual([]);
  world.remove();
});
