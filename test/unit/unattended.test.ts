import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unattended } from '../../lib/process/unattended.ts';

/** More than is taken, then a while in which to be ended, then a sign that nothing was. */
const TOO_MUCH = 'head -c 17M /dev/zero; sleep 3; : >"$MARK"';

describe('a source that prints without end is killed while it does', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vaultrun test '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ['itself', TOO_MUCH],
    ['by what it started', `(${TOO_MUCH}) & wait`],
    ['by what left its session', `setsid sh -c '${TOO_MUCH}' & wait`],
  ])('%s', async (_, script) => {
    const env = { ...process.env, MARK: join(folder, 'mark') };
    const run = unattended(60_000, new AbortController().signal);
    const { output, overflow, ending } = await run('sh', ['-c', script], env, () => env);
    expect({ output, overflow, ending }).toEqual({
      output: '',
      overflow: true,
      ending: { signal: 'SIGKILL' },
    });
    expect(existsSync(env.MARK)).toBe(false);
  });
});
