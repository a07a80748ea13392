const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A set's time in the container by the wall clock, in milliseconds. */
export interface Life {
  start: number;
  end: number;
}

/** How long before its end a set is renewed: a third of its life, at most twenty minutes. */
export function renewalWindow({ start, end }: Life): number {
  return Math.max(0, Math.min(20 * MINUTE, (end - start) / 3));
}

/**
 * The longest time between two looks at the clock, which is also the longest between two attempts while a set lives.
 * A timer of a set's length would not survive a laptop's sleep.
 */
export function lookEvery({ start, end }: Life): number {
  return Math.max(SECOND / 4, Math.min(30 * SECOND, (end - start) / 10));
}

/**
 * The end that the SDKs are told: a moment before the real one. Go's, and with it Terraform, sign with a set until the
 * end that they know, and a call that is on its way then would be refused.
 */
export function toldEnd(life: Life): number {
  return life.end - Math.min(10 * SECOND, renewalWindow(life) / 4);
}

export function isDue(life: Life, now: number): boolean {
  return life.end - now <= renewalWindow(life);
}

/**
 * How long to wait for the next look: never past the moment that the set is due or ends; after its end twice as long
 * from attempt to attempt, up to five minutes.
 * @param attempts those that failed since the set's end
 */
export function untilNextLook(life: Life, now: number, attempts: number): number {
  const look = lookEvery(life);
  if (now >= life.end) return Math.min(5 * MINUTE, look * 2 ** Math.min(attempts, 20));
  const due = life.end - renewalWindow(life) - now;
  return Math.max(50, Math.min(look, due > 0 ? due : life.end - now));
}

/** How long a source that is asked without anybody there may take. */
export function patience(life: Life): number {
  return Math.max(5 * SECOND, Math.min(2 * MINUTE, renewalWindow(life)));
}
