import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { MASK, MaskedWorld } from '../support/masked-world.ts';
import { CREDENTIALS, NODES } from '../support/world.ts';

const { AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: TOKEN } = CREDENTIALS;

describe.each(NODES)('%s', (_, node) => {
  let world: MaskedWorld;
  beforeEach(() => {
    world = new MaskedWorld(node);
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });

  test('a reader that takes its time loses nothing', async () => {
    const { stdout } = await world.bash(
      '"$1" "$2" exec dev -- sh -c "yes | head -c 20000000" | { sleep 1.5; wc -c; }',
    );
    expect(stdout).toBe('20000000');
  });

  test.each([0, 1, 126, 255])('status %d', async expected => {
    world.program('docker', `printf wJal; exit ${expected}`);
    expect(await world.engine()).toEqual({
      stdout: 'wJal',
      stderr: '',
      status: expected,
      signal: undefined,
    });
  });

  test.each(['SIGTERM', 'SIGKILL', 'SIGPIPE', 'SIGUSR1'])('death by %s is ours', async signal => {
    world.program('docker', `printf wJal; kill -${signal.slice(3)} $$`);
    expect(await world.engine()).toMatchObject({ stdout: 'wJal', signal, status: undefined });
    expect(await world.exec(`kill -${signal.slice(3)} $$`)).toMatchObject({ signal });
  });

  test('signals are passed on', async () => {
    const { child } = world.talk(
      'trap "echo got; exit 7" TERM; echo ready; while :; do sleep 0.02; done',
    );
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await child).toMatchObject({ stdout: 'ready\ngot', exitCode: 7 });
  });

  test('where nobody reads on, the engine and the command end as they do without us', async () => {
    world.program('docker', 'exec yes');
    const script = (words: string) => `"$1" "$2" ${words} | head -1; echo $PIPESTATUS`;
    expect((await world.bash(script('dev -- img'))).stdout).toBe('y\n141');
    expect((await world.bash(script('exec dev -- yes'))).stdout).toBe('y\n141');
  });

  test('a full disk is told', async () => {
    const { stderr, exitCode } = await world.bash('"$1" "$2" exec dev -- yes >/dev/full');
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(/^vaultrun: error: the output could not be written \(ENOSPC\)\n/);
  });

  test('a closed stdout or stderr stops nothing', async () => {
    const words = `exec dev -- sh -c 'echo ${SECRET}; echo ${TOKEN} >&2; exit 7'`;
    const out = await world.bash(`"$1" "$2" ${words} >&-`);
    expect(out).toMatchObject({ stdout: '', stderr: MASK, exitCode: 7 });
    const err = await world.bash(`"$1" "$2" ${words} 2>&-`);
    expect(err).toMatchObject({ stdout: MASK, stderr: '', exitCode: 7 });
  });

  test('who stays behind with our pipe does not keep us', async () => {
    const start = Date.now();
    const { stdout, status } = await world.exec(
      'sleep 20 & (sleep 0.1; echo late) & echo early; exit 3',
    );
    expect({ stdout, status }).toEqual({ stdout: 'early\nlate\n', status: 3 });
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test('who goes on talking is masked until they are silent', async () => {
    const late = `(for i in 1 2 3 4 5 6; do sleep 0.2; echo ${SECRET}; done) &`;
    const { stdout, status } = await world.exec(`${late} exit 3`);
    expect({ stdout, status }).toEqual({ stdout: `${MASK}\n`.repeat(6), status: 3 });
  });

  test('without mkfifo nothing is started', async () => {
    for (const name of ['sh', 'cat']) symlinkSync(`/bin/${name}`, join(world.bin, name));
    const { stdout, stderr, status } = await world.exec('echo started', { PATH: world.bin });
    expect({ stdout, status }).toEqual({ stdout: '', status: 125 });
    expect(stderr).toMatch(
      /error: the output cannot be masked here: .*mkfifo.* \(ENOENT\)\n.*hint/,
    );
  });
});
