import { closeSync } from 'node:fs';
import { namelessFile } from '../nameless/file.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import { type Captured, capture } from '../process/capture.ts';
import { openTerminal } from '../process/signals.ts';

/** As much as an environment usually comes to, so that a full folder is not chosen. */
const ANSWER_BYTES = 256 * 1024;

/** The credentials by the names of the environment, or the status to end with because a signal asked us to. */
export type Obtained = { variables: ReadonlyMap<string, string> } | { status: number };

/** Runs a source of credentials; it gets an environment that may depend on whether there is a terminal. */
export type RunSource = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  environment: (terminal: boolean) => NodeJS.ProcessEnv,
) => Promise<Captured>;

/**
 * Runs a source of credentials. Its questions go to the terminal and its messages to stderr; what is piped into
 * vaultrun is left for the container.
 * @param environment what the source gets, told whether there is a terminal
 * @throws Failed 'runtime-folder', or the system's error where the program cannot be started
 */
export async function captured(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  environment: (terminal: boolean) => NodeJS.ProcessEnv,
): Promise<Captured> {
  const file = namelessFile(runtimeFolders(env), ANSWER_BYTES);
  const terminal = openTerminal();
  try {
    return await capture(command, args, {
      env: environment(terminal !== undefined),
      stdin: terminal ?? 'ignore',
      file,
    });
  } finally {
    if (terminal !== undefined) closeSync(terminal);
    closeSync(file.writer);
    closeSync(file.reader);
  }
}

/** How a source that failed ended, in words. */
export function endingOf({ ending, overflow }: Captured): string | undefined {
  if (overflow) return 'it printed far more than credentials';
  if ('signal' in ending) return `killed by ${ending.signal}`;
  return ending.status === 0 ? undefined : `status ${ending.status}`;
}
