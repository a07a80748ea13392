import type { Failure } from '../errors.ts';
import { type CredentialSet, publish, publishError } from '../mount/folder.ts';
import { keepFresh } from './keep-fresh.ts';
import { renew, renewalFailure } from './renew.ts';
import type { Life } from './schedule.ts';
import type { Task } from './task.ts';

/** Who hears of it: the user's stderr, or the log of a refresher that has none. */
export interface Listener {
  failed: (failure: Failure) => void;
  recovered: () => void;
  /** is told of a new set before the container can read it */
  renewed: (set: CredentialSet) => void;
}

/**
 * Starts to keep a container's credentials fresh.
 * @returns ends it, and a question that is under way; gives the life of the set that the container then has
 */
export function startRefresher(
  { invocation, folder, life }: Task,
  env: NodeJS.ProcessEnv,
  listener: Listener,
): () => Life | undefined {
  const stopped = new AbortController();
  const refresher = keepFresh(life, {
    now: Date.now,
    ticks: () => performance.now(),
    renew: (current, setBack) => renew(invocation, env, current, setBack, stopped.signal),
    publish: set => {
      listener.renewed(set);
      publish(folder, set);
    },
    expire: problem =>
      publishError(folder, `the credentials have ended and could not be renewed: ${problem}`),
    tell: (problem, current) => listener.failed(renewalFailure(invocation, problem, current)),
    recovered: listener.recovered,
  });
  return () => {
    const last = refresher.stop();
    stopped.abort();
    return last;
  };
}
