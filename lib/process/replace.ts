import { accessSync, constants } from 'node:fs';
import { CALLERS_FILTER } from './core-dumps.ts';
import { onPath } from './on-path.ts';
import { listen } from './signals.ts';

const SHELL = '/bin/sh';
const VARIABLE = 'VAULTRUN_HANDOVER';

/**
 * Takes the text out of its own environment, which `rm` would inherit, opens the empty file twice, deletes it, sees that
 * it is gone, writes it, and becomes the engine. Closed on failure: with a full disk, a file that stays or a vanished
 * `rm` no engine is started, and none with a limit on files (`ulimit -f`), whose signal would end the shell without a
 * word. Where the engine cannot be started dash and busybox sh end, and bash too but for execfail, which lets it go on:
 * all three come to the trap, which is gone where the engine runs. Its core dumps are the caller's again once the text
 * is gone.
 */
export const HANDOVER = [
  `unset VAULTRUN_TEXT; VAULTRUN_TEXT=$${VARIABLE}; unset ${VARIABLE}`,
  `failed() { trap - 0; printf 'vaultrun: %s\\n' "$@" >&2; exit 125; }`,
  "trap '' XFSZ",
  `command exec 3>"$1" 4<"$1" && command "$3" -rf "$2" 3>&- 4<&- && [ ! -e "$1" ] && command printf %s "$VAULTRUN_TEXT" >&3 || failed 'error: the credentials could not be handed to the engine' 'hint: see what keeps a folder from taking them: vaultrun doctor'`,
  'trap - XFSZ; exec 3>&-; unset VAULTRUN_TEXT',
  `trap "failed 'error: the engine could not be started, as is said above' 'hint: see whether it starts by itself'" 0`,
  '[ -z "${BASH_VERSION-}" ] || command shopt -s execfail 2>/dev/null',
  '[ -z "$4" ] || command echo "$4" 2>/dev/null >/proc/self/coredump_filter; shift 4',
  'exec "$@"',
  'exit 125',
].join('; ');

/** The path under which the engine finds the file that {@link replace} hands over. */
export const HANDED_OVER = '/dev/fd/4';

/** Node 22.15 and later can become another program, where there is a shell for the hand-over. */
export function canReplace(): boolean {
  if (!process.execve) return false;
  try {
    accessSync(SHELL, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Becomes the engine, and returns only where that failed. What is handed over stands in the environment of the
 * shell for about two milliseconds, and in nobody else's.
 */
export function replace(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  handover: { text: string; file: string; folder: string },
): void {
  // What waits for the end of this program has to do its work now.
  process.emit('exit', 0);
  // Node ignores these two, and what is ignored stays so in the program to come.
  listen(['SIGPIPE', 'SIGXFSZ'], () => {});
  const { text, file, folder } = handover;
  const rm = onPath('rm', env);
  if (rm === undefined) return;
  const environment = { ...env, [VARIABLE]: text };
  try {
    process.execve?.(
      SHELL,
      ['sh', '-c', HANDOVER, 'vaultrun', file, folder, rm, CALLERS_FILTER ?? '', command, ...args],
      environment,
    );
  } catch {
    // The other way is taken.
  }
}
