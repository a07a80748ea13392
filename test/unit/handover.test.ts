import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HANDOVER } from '../../lib/process/replace.ts';

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh'], ['sh']].filter(
  ([shell = '']) => spawnSync(shell, ['-c', ':']).error === undefined,
);

/** Of the caller's core dumps; not what is usual. */
const FILTER = '0x23';

/** What the hand-over comes to in a shell, for this engine. */
function handOver([shell = '', ...options]: string[], engine: string[], rm = '/bin/rm') {
  const world = mkdtempSync(join(tmpdir(), 'vaultrun test '));
  const folder = join(world, 'file');
  mkdirSync(folder);
  writeFileSync(join(folder, 'f'), '');
  writeFileSync(join(world, 'bad'), '#!/no/such/interpreter\n', { mode: 0o755 });
  const own = ['vaultrun', join(folder, 'f'), folder, rm, FILTER];
  const args = ['-c', HANDOVER, ...own, ...engine];
  const { status, stdout, stderr } = spawnSync(shell, [...options, ...args], {
    env: { PATH: process.env.PATH, VAULTRUN_HANDOVER: 'hush' },
    cwd: world,
    // For a socket there bash reads a ~/.bashrc.
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  const left = existsSync(folder);
  rmSync(world, { recursive: true });
  return { status, stdout, stderr, left };
}

describe.each(SHELLS)('%s', (...shell) => {
  const names = shell.filter(word => word !== undefined);

  test('the engine reads the text, and knows of it from nowhere else', () => {
    const script =
      'cat <&4; env | grep -c hush; trap; cat /proc/self/coredump_filter 2>/dev/null; exit 127';
    const { status, stdout, stderr, left } = handOver(names, ['/bin/sh', '-c', script]);
    expect({ status, stderr, left }).toEqual({ status: 127, stderr: '', left: false });
    expect(stdout).toBe(`hush0\n${process.platform === 'linux' ? '00000023\n' : ''}`);
  });

  test.each(['./bad', '/no/such/engine'])('%s, which cannot be started, is our error', engine => {
    const { status, stdout, stderr } = handOver(names, [engine, 'run']);
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(
      /\nvaultrun: error: the engine could not be started, .*\nvaultrun: hint: [^\n]*\n$/,
    );
    expect(stderr).not.toContain('hush');
  });

  test('a file that keeps its name stops it', () => {
    const { status, stdout, stderr } = handOver(names, ['echo', 'started'], '/bin/true');
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toBe('vaultrun: error: the credentials could not be handed to the engine\n');
  });
});
