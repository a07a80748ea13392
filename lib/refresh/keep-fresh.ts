import { codeOf } from '../errors.ts';
import type { CredentialSet } from '../mount/folder.ts';
import { isDue, type Life, lookEvery, untilNextLook } from './schedule.ts';

/** What a question for new credentials came to; the problem is in words that anybody may read. */
export type Renewal = { set: CredentialSet } | { problem: string };

/** All that the refresher does to the world. */
export interface Effects {
  /** the wall clock */
  now: () => number;
  /** a clock that nobody sets, in milliseconds; its zero means nothing */
  ticks: () => number;
  /**
   * asks the source, as long as the set lives that `life` is of
   * @param setBack by so many milliseconds the wall clock was set back since that set came
   */
  renew: (life: Life, setBack: number) => Promise<Renewal>;
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

/** So far apart may two clocks be that nobody has set. */
const DRIFT_MS = 1000;

/**
 * Keeps the container's credentials fresh until it is stopped. Every step is decided by the wall clock as it stands,
 * so that a laptop's sleep, a jump of the clock or a SIGSTOP delays the next look and nothing else. Where that clock is
 * set back, a set is as old as the time that went by since it came: AWS ends it then.
 * @param first the life of the set that the container has; undefined: it never ends, and nothing is to be done
 */
export function keepFresh(first: Life | undefined, effects: Effects): Refresher {
  if (first === undefined) return { stop: () => undefined };
  let life = first;
  let came = effects.ticks() - (effects.now() - life.start);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let asking = false;
  let told = false;
  let over = false;
  let attempts = 0;

  const setBack = () => {
    const apart = life.start + effects.ticks() - came - effects.now();
    return apart > DRIFT_MS ? apart : 0;
  };
  /** What the set in the container is judged by. */
  const now = () => effects.now() + setBack();

  /**
   * Whether a set is one to change to. By a clock that was set back, the new one may seem to end before the old one, and
   * the old one itself to have a long life still; where none is there any will do that lives.
   */
  const isBetter = (end = Number.POSITIVE_INFINITY) =>
    end > effects.now() && (over || (setBack() > 0 ? end !== life.end : end > life.end));

  /** Tells the user once, and the container when its set has ended. */
  const failed = (problem: string) => {
    if (!told) effects.tell(problem, life);
    told = true;
    if (over || now() < life.end) return;
    effects.expire(problem);
    over = true;
  };

  const renew = async () => {
    const renewal = await effects.renew(life, setBack());
    if (stopped) return;
    if ('set' in renewal && isBetter(renewal.set.end)) {
      effects.publish(renewal.set);
      if (told) effects.recovered();
      told = over = false;
      attempts = 0;
      life = { start: effects.now(), end: renewal.set.end ?? Number.POSITIVE_INFINITY };
      came = effects.ticks();
      return;
    }
    const ended = now() >= life.end;
    if (ended) attempts += 1;
    // A source that keeps a set until shortly before its end has not failed before that end.
    const problem =
      'problem' in renewal ? renewal.problem : ended ? 'it gives expired ones' : undefined;
    if (problem !== undefined) failed(problem);
  };

  const look = async () => {
    if (stopped || asking) return;
    asking = true;
    try {
      // What was taken away while the clock was wrong is missed now, whatever the clock says.
      if (over || isDue(life, now())) await renew();
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
    timer = setTimeout(look, untilNextLook(life, now(), attempts));
  };
  // A stopped process that goes on looks at once.
  const resumed = () => void look();
  process.on('SIGCONT', resumed);
  timer = setTimeout(look, Math.min(lookEvery(life), untilNextLook(life, now(), 0)));

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
