import { spawnSync } from 'node:child_process';

/** Of the wall clock against the one that nobody sets, as this process found it. */
const OFFSET = Date.now() - performance.now();

/**
 * True where this machine's clock is the tests' own to set: it can be, and whoever runs them says that it may be
 * (VAULTRUN_TEST_CLOCK=yes), since all of the machine sees it.
 */
export function mayBeSet(): boolean {
  return process.env.VAULTRUN_TEST_CLOCK === 'yes' && set(0);
}

/** Sets the machine's clock so many seconds off the right time; 0: right again. */
export function setClock(off: number): void {
  if (!set(off)) throw new Error('the clock cannot be set');
}

function set(off: number): boolean {
  const time = (OFFSET + performance.now()) / 1000 + off;
  return spawnSync('date', ['--set', `@${time.toFixed(4)}`]).status === 0;
}
