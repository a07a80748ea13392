import { readFileSync } from 'node:fs';

/**
 * What Linux tells of a process, from its state on: the third field of proc_pid_stat(5) is the first here.
 * @throws the system's error where there is no such process
 */
export function procStat(pid: string): string[] {
  // The second field is the program's name, which may hold spaces and parentheses.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
