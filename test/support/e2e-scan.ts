import { execFile } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** A process as /proc shows it. */
export interface Process {
  pid: number;
  parent: number;
  argv: string[];
  program: string;
  /** its pid namespace: another one than ours is a container */
  namespace: string;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // It has just ended.
    return undefined;
  }
}

function pids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** The processes that are there now. */
export function processes(): Process[] {
  return pids().flatMap(pid => {
    const found = attempt(() => ({
      pid,
      parent: Number(/^PPid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
      argv: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1),
      program: readlinkSync(`/proc/${pid}/exe`),
      namespace: readlinkSync(`/proc/${pid}/ns/pid`),
    }));
    return found ? [found] : [];
  });
}

/** Those below a process, and itself. */
export function family(pid: number): Process[] {
  const all = processes();
  const found = new Set([pid]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const each of all) if (found.has(each.parent)) found.add(each.pid);
  }
  return all.filter(each => found.has(each.pid));
}

/** Resident memory of a process, in MB. */
export function megabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The environment that a process was started with; nothing where it has ended meanwhile. */
export function environmentOf(pid: number): string | undefined {
  return attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
}

/** The descriptors of a process through which a file with a text in it can be read, also one that has no name. */
export function descriptorsWith(text: string, pid: number): string[] {
  return (attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? [])
    .map(fd => `/proc/${pid}/fd/${fd}`)
    .filter(path => attempt(() => statSync(path).isFile() && readFileSync(path).includes(text)));
}

/** The letter of a process's state: T is stopped. */
export function stateOf(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.replace(/.*\) /s, '').charAt(0);
}

/** Seconds of CPU that a process has used: its threads' by the scheduler's clock, which knows nanoseconds. */
export function cpuSeconds(pid: number): number {
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const times = threads.map(thread => {
    const text = attempt(() => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'));
    return Number(text?.split(' ')[0] ?? 0);
  });
  return times.reduce((sum, time) => sum + time, 0) / 1e9;
}

/** Where a text stands in /proc: in whose argv, and in whose environment outside of any container. */
export function scanProcesses(text: string): string[] {
  const own = readlinkSync('/proc/self/ns/pid');
  return pids().flatMap(pid => {
    const argv = attempt(() => readFileSync(`/proc/${pid}/cmdline`)) ?? Buffer.of();
    const environ = attempt(() => readFileSync(`/proc/${pid}/environ`)) ?? Buffer.of();
    const inside = attempt(() => readlinkSync(`/proc/${pid}/ns/pid`)) !== own;
    return [
      ...(argv.includes(text) ? [`argv of ${pid}: ${argv}`] : []),
      ...(!inside && environ.includes(text) ? [`environment of ${pid}: ${argv}`] : []),
    ];
  });
}

/** How many containers' processes have a text in their environment: the proof that a scan can find it. */
export function holders(text: string): number {
  const own = readlinkSync('/proc/self/ns/pid');
  return pids().filter(pid => {
    const environ = attempt(() => readFileSync(`/proc/${pid}/environ`));
    const space = attempt(() => readlinkSync(`/proc/${pid}/ns/pid`));
    return environ?.includes(text) && space !== undefined && space !== own;
  }).length;
}

/** Everything below a folder that is not a folder. */
export function filesBelow(folder: string): string[] {
  return (attempt(() => readdirSync(folder)) ?? []).flatMap(name => {
    const path = `${folder}/${name}`;
    const stat = attempt(() => lstatSync(path));
    return stat?.isDirectory() ? filesBelow(path) : stat ? [path] : [];
  });
}

/** The files below the folders that hold a text. */
export function scanFiles(text: string, folders: readonly string[]): string[] {
  return folders
    .flatMap(filesBelow)
    .filter(path => attempt(() => lstatSync(path).isFile() && readFileSync(path).includes(text)));
}

/** The files below the folders that have changed since a file was made and hold one of the texts. */
export function changedFilesWith(
  texts: readonly string[],
  folders: readonly string[],
  since: string,
): Promise<string[]> {
  const patterns = texts.flatMap(text => ['-e', text]);
  // What an overlay merges is below it as well.
  const args = [...folders, '-name', 'merged', '-prune', '-o', '-type', 'f', '-cnewer', since];
  const grep = ['-exec', 'grep', '-lF', ...patterns, '--', '{}', '+'];
  return new Promise(resolve => {
    // Its status is of no use: grep's is 1 for no hit, and find's for files that have gone meanwhile.
    execFile('find', [...args, ...grep], (_error, stdout) =>
      resolve(stdout.split('\n').filter(Boolean)),
    );
  });
}
