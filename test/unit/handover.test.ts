import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HANDOVER } from '../../lib/process/replace.ts';

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh'], ['sh']].filter(
  ([shell = '']) => spawnSync(shell, ['-c', ':']).error === undefined,
);

/** Of the caller's core dumps; not what is usual. */
const FILTER = '0x23';

/** What stands in the way of the hand-over; without any of it all goes well. */
interface Obstacle {
  /** done to the empty file, or its folder, before */
  before?: (file: string, folder: string) => void;
  /** a line of the shell that starts this one */
  limit?: string;
  rm?: string;
  text?: string;
}

/** What the hand-over comes to in a shell, for this engine. */
function handOver([shell = '', ...options]: string[], engine: string[], obstacle: Obstacle = {}) {
  const world = mkdtempSync(join(tmpdir(), 'vaultrun test '));
  const folder = join(world, 'file');
  const file = join(folder, 'f');
  mkdirSync(folder);
  writeFileSync(file, '');
  writeFileSync(join(world, 'bad'), '#!/no/such/interpreter\n', { mode: 0o755 });
  obstacle.before?.(file, folder);
  const own = ['vaultrun', file, folder, obstacle.rm ?? '/bin/rm', FILTER];
  const args = ['-c', HANDOVER, ...own, ...engine];
  const limited = ['-c', `${obstacle.limit ?? ':'}; exec "$@"`, 'sh', shell];
  const { status, signal, stdout, stderr } = spawnSync('sh', [...limited, ...options, ...args], {
    env: { PATH: process.env.PATH, VAULTRUN_HANDOVER: obstacle.text ?? 'hush' },
    cwd: world,
    // For a socket there bash reads a ~/.bashrc.
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  const left = existsSync(folder);
  rmSync(world, { recursive: true });
  return { status, signal, stdout, stderr, left };
}

/** The last two lines of a hand-over that failed; the shell's own may stand above. */
const REFUSED =
  /^(?:.*\n)*vaultrun: error: the credentials could not be handed to the engine\nvaultrun: hint: [^\n]*\n$/;

describe.each(SHELLS)('%s', (...shell) => {
  const names = shell.filter(word => word !== undefined);

  test('the engine reads the text, and knows of it from nowhere else', () => {
    const script =
      'cat <&4; env | grep -c hush; trap; cat /proc/self/coredump_filter 2>/dev/null; grep SigIgn /proc/self/status 2>/dev/null; exit 127';
    const { status, stdout, stderr, left } = handOver(names, ['/bin/sh', '-c', script]);
    expect({ status, stderr, left }).toEqual({ status: 127, stderr: '', left: false });
    const linux = '00000023\nSigIgn:\t0000000000000000\n';
    expect(stdout).toBe(`hush0\n${process.platform === 'linux' ? linux : ''}`);
  });

  test.each(['./bad', '/no/such/engine'])('%s, which cannot be started, is our error', engine => {
    const { status, stdout, stderr } = handOver(names, [engine, 'run']);
    expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
    expect(stderr).toMatch(
      /\nvaultrun: error: the engine could not be started, .*\nvaultrun: hint: [^\n]*\n$/,
    );
    expect(stderr).not.toContain('hush');
  });

  test.each<[what: string, obstacle: Obstacle]>([
    ['a full disk', { before: asFull }],
    // In bytes, or half as many; what fits is written before the rest is refused.
    ['a limit that a part fits into', { limit: 'ulimit -f 1', text: 'hush'.repeat(1000) }],
    ['a limit that nothing fits into', { limit: 'ulimit -f 0' }],
    ['a file that keeps its name', { rm: '/bin/true' }],
    ['an rm that fails', { rm: '/bin/false' }],
    ['an rm that is gone', { rm: '/no/such/rm' }],
    ['a folder that is gone', { before: (_, folder) => rmSync(folder, { recursive: true }) }],
  ])('%s is our error, and no engine is started', (_, obstacle) => {
    const { status, signal, stdout, stderr, left } = handOver(names, ['echo', 'started'], obstacle);
    expect({ status, signal, stdout }).toEqual({ status: 125, signal: null, stdout: '' });
    expect(stderr).toMatch(REFUSED);
    expect(stderr).not.toContain('hush');
    // What no rm removes the next run does: it is empty.
    expect(left).toBe(obstacle.rm !== undefined);
  });
});

function asFull(file: string): void {
  rmSync(file);
  symlinkSync('/dev/full', file);
}
