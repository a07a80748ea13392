import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { World } from '../support/world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the README’s picture is what `npm run picture` draws', async () => {
  const world = new World();
  try {
    const file = join(world.folder, 'terminal.svg');
    await execa(process.execPath, [join(ROOT, 'scripts/picture.mjs'), file], {
      cwd: world.cwd,
      env: { ...world.env, AWS_PROFILE: 'of-the-user', VAULTRUN_ENGINE: 'podman' },
      extendEnv: false,
      stdin: 'ignore',
    });
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(ROOT, 'docs/terminal.svg'), 'utf8'));
  } finally {
    world.remove();
  }
});
