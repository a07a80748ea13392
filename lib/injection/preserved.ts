import { FIRST } from './descriptors.ts';

/** Nobody hands on as many; a number beyond it is meant for something else, or wrong. */
const MOST = 64;
const WORD = /^--preserve-fds?(?:=(.*))?$/s;

/**
 * The descriptors that podman gives to the container: `--preserve-fds N` are the first N, `--preserve-fd` names them
 * (https://docs.podman.io/en/latest/markdown/podman-run.1.html), and as many as LISTEN_FDS says are a service
 * manager's (sd_listen_fds(3)). Rather too many than too few: where the image stands is not known here, and docker may
 * be podman under another name.
 * @returns 'unclear' where a number cannot be read
 */
export function preserved(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): readonly number[] | 'unclear' {
  let count = env.LISTEN_FDS ? Number(env.LISTEN_FDS) : 0;
  const named: number[] = [];
  for (const [at, word] of words.entries()) {
    const found = WORD.exec(word);
    if (!found) continue;
    const value = found[1] ?? words[at + 1] ?? '';
    if (word.startsWith('--preserve-fds')) count += Number(value);
    else named.push(...value.split(',').map(Number));
  }
  if (!isFew(count) || !named.every(isFew)) return 'unclear';
  const first = Array.from({ length: count }, (_, n) => FIRST + n);
  return [...first, ...named.filter(fd => fd >= FIRST)];
}

function isFew(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= MOST;
}
