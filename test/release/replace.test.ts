import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { pretending } from '../support/pretended.ts';
import { BIN, CREDENTIALS, NODES, World } from '../support/world.ts';

/** Without a first line that needs /bin/sh. */
const SHOW = `#!/bin/bash
while [ "$1" != --env-file ]; do shift; done; echo "$2"; cat "$2"; ls "$XDG_RUNTIME_DIR" >&2`;

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  let tried: string;
  beforeEach(() => {
    world = new World();
    world.vault();
    world.program('docker', SHOW);
    tried = join(world.folder, 'tried');
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });
  /** Node as it would be with an execve that notes the shell's file and fails. */
  const refusing = () =>
    pretending(
      world,
      `process.execve = file => { require('fs').appendFileSync('${tried}', file); throw new Error('no'); };`,
    );
  const run = (own: string[] = [], env: Record<string, string> = {}) =>
    world.run([...own, 'dev', '--', 'img'], { with: node, env: { ...refusing(), ...env } });

  test('where it cannot become the engine it stays beside it, and the empty file is gone', async () => {
    const { stdout, stderr, status } = await run();
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^\/dev\/fd\/3\n/);
    expect(stdout).toContain(CREDENTIALS.AWS_SECRET_ACCESS_KEY);
    expect(readFileSync(tried, 'utf8')).toBe('/bin/sh');
  });

  test.each<[what: string, own: string[], env: Record<string, string>]>([
    ['more than 120 KiB', [], { LARGE: 'x'.repeat(120 * 1024) }],
    ['a name that no shell keeps', [], { 'a.b': 'x' }],
    ['output that it masks', ['--mask', '-q'], {}],
  ])('with %s it does not try', async (_, own, env) => {
    const { stdout, status } = await run(own, env);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\/dev\/fd\/3\n/);
    expect(existsSync(tried)).toBe(false);
  });

  test('nor without a /bin/sh', async () => {
    world.program('aws-vault', `#!/bin/bash\nexec cat '${world.folder}/answer'`);
    const script = 'mount --bind /dev/null /bin/sh && exec "$@"';
    const { stdout, stderr, exitCode } = await execa(
      'unshare',
      ['-rm', 'bash', '-c', script, 'bash', node, BIN, 'dev', '--', 'img'],
      {
        cwd: world.cwd,
        env: { ...world.env, ...refusing() },
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      },
    );
    if (/unshare|mount/.test(stderr)) {
      console.error(`not shown here: no namespace of one's own (${stderr})`);
      return;
    }
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(/^\/dev\/fd\/3\n/);
    expect(stdout).toContain(CREDENTIALS.AWS_SECRET_ACCESS_KEY);
    expect(existsSync(tried)).toBe(false);
  });
});
