const MINUTE = 60_000;

/** That a session ends soon, or at another time than was asked for. */
export function session(
  has: ReadonlyMap<string, string>,
  duration: string | undefined,
  now: Date,
): string | undefined {
  const end = has.get('AWS_CREDENTIAL_EXPIRATION') ?? has.get('AWS_SESSION_EXPIRATION');
  const left = end === undefined ? Number.NaN : Date.parse(end) - now.getTime();
  if (Number.isNaN(left)) return undefined;
  const asked = duration === undefined ? Number.NaN : milliseconds(duration);
  // A session that the vault had in store is a little older than a new one; a tenth is no news. Nor is the end of one
  // that was asked to be as short as it is: of 15 minutes there is a second less from the start.
  const off = Math.abs(left - asked) > asked / 10;
  if (off) {
    return `the session has ${span(left)} left, ${left < asked ? 'shorter' : 'longer'} than the ${duration} asked for (aws-vault keeps the one it has in store)`;
  }
  return left < 15 * MINUTE && Number.isNaN(asked)
    ? `the session has only ${span(left)} left`
    : undefined;
}

/** That SDKs will ask the helper often: botocore wants new ones a quarter of an hour before the end, and .NET does. */
export function shortSets(has: ReadonlyMap<string, string>, now: Date): string | undefined {
  const left = Date.parse(has.get('AWS_CREDENTIAL_EXPIRATION') ?? '') - now.getTime();
  return left < 15 * MINUTE
    ? `the session has only ${span(left)} left: some SDKs run the helper at every call`
    : undefined;
}

function span(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / MINUTE));
  if (whole === 0) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  const hours = Math.floor(whole / 60);
  return hours > 0 ? `${hours} h ${whole % 60} min` : `${whole} min`;
}

const HOUR = 60 * MINUTE;
const UNITS: Record<string, number> = {
  w: 7 * 24 * HOUR,
  d: 24 * HOUR,
  h: HOUR,
  m: MINUTE,
  s: 1000,
  ms: 1,
};

/** A Go duration in milliseconds; its smaller units do not matter here. */
export function milliseconds(duration: string): number {
  let total = 0;
  for (const [, number, unit] of duration.matchAll(/([\d.]+)([^\d.]+)/g)) {
    total += Number(number) * (UNITS[unit ?? ''] ?? 0);
  }
  return total;
}
