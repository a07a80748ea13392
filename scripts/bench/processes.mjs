// What /proc tells of processes.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process and all that came of it. */
export function descendants(pid) {
  const below = readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...below.flatMap(descendants)];
}

export function executable(pid) {
  return readlinkSync(`/proc/${pid}/exe`);
}

export function residentBytes(pid) {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kibibytes) * 1024;
}

/** Seconds of CPU so far: its threads' by the scheduler's clock, which knows nanoseconds. */
export function cpuSeconds(pid) {
  const times = readdirSync(`/proc/${pid}/task`).map(thread =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / 1e9;
}
