import { codeOf } from '../errors.ts';
import type { CredentialSet } from './credential-set.ts';
import { isDue, type Life, lookEvery, untilNextLook } from './schedule.ts';

/** What a question for new credentials came to; the problem is in words that anybody may read. */
export type Renewal = { set: CredentialSet } | { problem: string };

/** All that the refresher does to the world. */
export interface Effects {
  now: () => number;
  /** asks the source, as long as the set lives that `life` is of */
  renew: (life: Life) => Promise<Renewal>;
  publish: (set: CredentialSet) => void;
  /** tells the container that its set has ended */
  expire: (problem: string) => void;
  /** tells the user, once for each time that renewing stops to work */
  tell: (problem: string, life: Life) => void;
  recovered: () => void;
}

export interface Refresher {
  /** ends for good; the life of the set in the container, undefined: it has no end */
  stop: () => Life | undefined;
}

/**
 * Keeps the container's credentials fresh until it is stopped. Every step is decided by the wall clock as it stands,
 * so that a laptop's sleep, a jump of the clock or a SIGSTOP delays the next look and nothing else.
 * @param first the life of the set that the container has; undefined: it never ends, and nothing is to be done
 */
export function keepFresh(first: Life | undefined, effects: Effects): Refresher {
  if (first === undefined) return { stop: () => undefined };
  let life = first;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let asking = false;
  let told = false;
  let over = false;
  let attempts = 0;

  /** Tells the user once, and the container when its set has ended. */
  const failed = (problem: string) => {
    if (!told) effects.tell(problem, life);
    told = true;
    if (over || effects.now() < life.end) return;
    effects.expire(problem);
    over = true;
  };

  const renew = async () => {
    const renewal = await effects.renew(life);
    if (stopped) return;
    const now = effects.now();
    if (
      'set' in renewal &&
      (renewal.set.end ?? Number.POSITIVE_INFINITY) > Math.max(life.end, now)
    ) {
      effects.publish(renewal.set);
      if (told) effects.recovered();
      told = over = false;
      attempts = 0;
      life = { start: now, end: renewal.set.end ?? Number.POSITIVE_INFINITY };
      return;
    }
    if (now >= life.end) attempts += 1;
    // A source that keeps a set until shortly before its end has not failed before that end.
    const problem =
      'problem' in renewal
        ? renewal.problem
        : now >= life.end
          ? 'it gives expired ones'
          : undefined;
    if (problem !== undefined) failed(problem);
  };

  const look = async () => {
    if (stopped || asking) return;
    asking = true;
    try {
      if (isDue(life, effects.now())) await renew();
    } catch (error) {
      // The folder is full or gone; the next look may find it mended.
      attempt(() => failed(`the files cannot be written (${codeOf(error)})`));
    } finally {
      asking = false;
    }
    if (!stopped && life.end !== Number.POSITIVE_INFINITY) schedule();
  };

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(look, untilNextLook(life, effects.now(), attempts));
  };
  // A stopped process that goes on looks at once.
  const resumed = () => void look();
  process.on('SIGCONT', resumed);
  timer = setTimeout(look, Math.min(lookEvery(life), untilNextLook(life, effects.now(), 0)));

  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      process.off('SIGCONT', resumed);
      return life.end === Number.POSITIVE_INFINITY ? undefined : life;
    },
  };
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // What it would write to cannot be written either.
  }
}
