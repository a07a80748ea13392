import { closeSync } from 'node:fs';
import { namelessFile } from '../nameless/file.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import { type Captured, capture } from './capture.ts';
import { openTerminal } from './signals.ts';
import { showLetters } from './stty.ts';

/** As much as an environment usually comes to, so that a full folder is not chosen. */
const ANSWER_BYTES = 256 * 1024;

/** What only an engine's client wants, whose container is the source. */
export interface Client {
  /** more of our descriptors, by its numbers */
  descriptors: ReadonlyMap<number, number>;
  /** hears its stderr, which is otherwise shown */
  heard: (bytes: Buffer) => void;
  /** told when it was killed: its container goes on without it */
  killed: () => void;
}

/** Runs a source of credentials; it gets an environment that may depend on whether there is a terminal. */
export type RunSource = ((
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  environment: (terminal: boolean) => NodeJS.ProcessEnv,
  client?: Client,
) => Promise<Captured>) & {
  /** somebody is there who can be asked */
  attended?: boolean;
};

/**
 * Runs a source of credentials. Its questions go to the terminal and its messages to stderr; what is piped into
 * vaultrun is left for the container.
 * @param environment what the source gets, told whether there is a terminal
 * @param client an engine's client would read the terminal for a container that asks nothing there, so it gets none
 * @throws Failed 'runtime-folder', or the system's error where the program cannot be started
 */
export const captured: RunSource = async (command, args, env, environment, client) => {
  const folders = runtimeFolders(env);
  const file = namelessFile(folders, ANSWER_BYTES);
  const terminal = client ? undefined : openTerminal();
  const errors = client && { file: namelessFile(folders, 0), heard: client.heard };
  try {
    const answer = await capture(command, args, {
      env: environment(terminal !== undefined),
      stdin: terminal ?? 'ignore',
      file,
      descriptors: client?.descriptors,
      errors,
    });
    if (terminal !== undefined && (answer.interrupted || 'signal' in answer.ending)) {
      showLetters(terminal);
    }
    return answer;
  } finally {
    if (terminal !== undefined) closeSync(terminal);
    for (const each of [file, errors?.file]) {
      if (each) closeSync(each.writer);
      if (each) closeSync(each.reader);
    }
  }
};
captured.attended = true;

/** How a source that failed ended, in words. */
export function endingOf({ ending, overflow }: Captured): string | undefined {
  if (overflow) return 'it printed far more than credentials';
  if ('signal' in ending) return `killed by ${ending.signal}`;
  return ending.status === 0 ? undefined : `status ${ending.status}`;
}
