import { execFile } from 'node:child_process';
import { procStat } from './proc-stat.ts';

const LOOK_MS = 20;
const LOOKS = 50;

/**
 * Stops this process if ^Z, which the terminal sends to both, is found to have stopped the child: as long as we ran,
 * the shell would not take its terminal back. An engine's client stops while it pulls an image; once it has made the
 * container it passes ^Z on to that, and neither stops.
 * @param pid the child's
 * @returns ends the looking, as the child's end must: another process may get its number
 */
export function stopWith(pid: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const look = async (looks: number) => {
    const stopped = await isStopped(pid);
    if (over) return;
    // It goes on from here when the shell continues the job.
    if (stopped) process.kill(process.pid, 'SIGSTOP');
    else if (looks < LOOKS) timer = setTimeout(look, LOOK_MS, looks + 1).unref();
  };
  timer = setTimeout(look, LOOK_MS, 1).unref();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

async function isStopped(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    try {
      return procStat(`${pid}`)[0] === 'T';
    } catch {
      return false;
    }
  }
  return new Promise(resolve => {
    execFile('/bin/ps', ['-o', 'state=', '-p', `${pid}`], (_, stdout) =>
      resolve(stdout.startsWith('T')),
    );
  });
}
