import { spawnSync } from 'node:child_process';
import { procStat } from './proc-stat.ts';

const LOOK_MS = 20;
const LOOKS = 50;

/**
 * Stops this process if ^Z, which the terminal sends to both, is found to have stopped the child: as long as we ran,
 * the shell would not take its terminal back. An engine's client stops while it pulls an image; once it has made the
 * container it passes ^Z on to that, and neither stops.
 * @param pid the child's
 */
export function stopWith(pid: number): void {
  let looks = 0;
  const look = setInterval(() => {
    looks += 1;
    const stopped = isStopped(pid);
    if (stopped || looks === LOOKS) clearInterval(look);
    // It goes on from here when the shell continues the job.
    if (stopped) process.kill(process.pid, 'SIGSTOP');
  }, LOOK_MS).unref();
}

function isStopped(pid: number): boolean {
  if (process.platform === 'linux') {
    try {
      return procStat(`${pid}`)[0] === 'T';
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync('/bin/ps', ['-o', 'state=', '-p', `${pid}`], { encoding: 'utf8' });
  return stdout?.startsWith('T') ?? false;
}
