import { isatty } from 'node:tty';
import { isFailed } from '../errors.ts';
import { render } from '../failures.ts';
import { removeMountFolder } from '../mount/folder.ts';
import type { Ending } from '../process/ending.ts';
import { reportTo, toStderr, wantsColour } from '../report.ts';
import { running } from './container.ts';
import { handOn } from './hand-on.ts';
import { withoutToken } from './renew.ts';
import { type Listener, startRefresher } from './start-refresher.ts';
import type { Task } from './task.ts';

/**
 * Keeps the credentials fresh while the engine's client runs, and removes them after it.
 * @param client starts the engine and waits for its end
 * @param renewed see Listener
 */
export async function guard(
  task: Task,
  env: NodeJS.ProcessEnv,
  client: () => Promise<Ending>,
  renewed: Listener['renewed'],
): Promise<Ending> {
  const { notice } = reportTo(task.invocation, say);
  const stop = startRefresher(task, env, {
    failed: failure => say(render(failure, wantsColour(env))),
    recovered: () => notice('the credentials are fresh again'),
    renewed,
  });
  let outlived = false;
  try {
    const ended = await outcome(client);
    // It was detached, or its client has gone without it; an engine that does not answer may still have it, for
    // containers can outlive a daemon.
    outlived = (await running(task, env)) !== '';
    const life = stop();
    if (outlived) await handOn({ ...task, invocation: withoutToken(task.invocation), life }, env);
    if ('error' in ended) throw ended.error;
    return ended.ending;
  } finally {
    stop();
    if (!outlived) removeMountFolder(task.folder);
  }
}

/**
 * How the engine's client ended, also where its output could not be written then.
 * @throws what kept it from starting
 */
async function outcome(
  client: () => Promise<Ending>,
): Promise<{ ending: Ending } | { error: unknown }> {
  try {
    return { ending: await client() };
  } catch (error) {
    if (isFailed(error) && error.failure.kind === 'output') return { error };
    throw error;
  }
}

/** The container may have put the terminal into raw mode, where a line feed alone does not return. */
function say(text: string): void {
  toStderr(isatty(2) ? `\r${text.replaceAll('\n', '\r\n')}` : text);
}
