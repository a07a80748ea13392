import { writeSync } from 'node:fs';
import { tell } from '../failures.ts';
import { removeMountFolder } from '../mount/folder.ts';
import { takeOver } from '../nameless/runtime-folder.ts';
import { ENDING, listen } from '../process/signals.ts';
import { untilGone } from './container.ts';
import { READY } from './hand-on.ts';
import { logFile, logTo } from './log.ts';
import { startRefresher } from './start-refresher.ts';
import type { Task } from './task.ts';

/** Keeps the credentials of a container fresh until it ends, beside nobody. */
export async function background(text: string, env: NodeJS.ProcessEnv): Promise<void> {
  const task: Task = JSON.parse(text);
  const about = `${task.invocation.source.profile ?? 'credentials'} ${task.id}`;
  const log = logTo(logFile(env), about);
  takeOver(task.folder.folder);
  const stop = startRefresher(task, env, {
    failed: failure => {
      const { error, hints } = tell(failure);
      log([error, ...hints].join('\n'));
    },
    recovered: () => log('the credentials are fresh again'),
    // Its container's output is the engine's.
    renewed: () => {},
  });
  const ended = new AbortController();
  listen(ENDING, () => ended.abort());
  log('keeping the credentials of a container fresh');
  writeSync(1, READY);
  try {
    await untilGone(task, env, ended.signal);
  } finally {
    stop();
    removeMountFolder(task.folder);
    log(ended.signal.aborted ? 'told to end before the container' : 'the container has ended');
  }
}
