import { ENGINES } from './command-line/options.ts';
import type { Decision, Selection } from './environment/select.ts';
import { KEYS, ruling } from './environment/verdict.ts';
import type { Invocation } from './invocation.ts';

/** All that the notices of a run are made of. */
export interface Circumstances {
  invocation: Invocation;
  selection: Selection;
  host: Readonly<Record<string, string | undefined>>;
  /** the region of the profile in the user's AWS config, when it was looked up */
  profileRegion?: string | undefined;
  /** the engine's other machine, where it has one */
  remote?: string | undefined;
  now: Date;
}

/** One line each, for stderr; names, never a value that could be a secret. */
export function notices(circumstances: Circumstances): string[] {
  const { invocation, selection, remote } = circumstances;
  const { source, words } = invocation;
  const owner = source.profile === undefined ? 'the credential process' : `'${source.profile}'`;
  const asked = source.kind === 'aws-vault' ? source.duration : undefined;
  const has = new Map(selection.variables);
  // A credential process hands credentials on and nothing else, to a program of this host.
  const whole = invocation.command !== 'env' || invocation.format !== 'credential-process';
  return [
    has.has('AWS_SESSION_TOKEN') || has.has('AWS_SECURITY_TOKEN')
      ? undefined
      : `long-lived keys of ${owner} ${ENTER[invocation.command]}: they have no session and no end`,
    invocation.refresh ? shortSets(has, circumstances.now) : session(has, asked, circumstances.now),
    ...(whole
      ? [
          region(circumstances, has),
          ...(forContainer(invocation) ? loopback(selection, words) : []),
          withheld(selection.decisions),
          absent(invocation.pass, circumstances.host),
        ]
      : []),
    ...(invocation.command === 'run' ? [mixed(words), doubled(words)] : []),
    remote
      ? `the engine runs elsewhere (${remote}): who may use it there can read the credentials with inspect`
      : undefined,
  ].filter(notice => notice !== undefined);
}

const ENTER = {
  run: 'enter the container',
  exec: 'are handed to the command',
  env: 'are printed',
} as const;

const MINUTE = 60_000;

function session(
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

/** Botocore asks for new ones a quarter of an hour before the end, and .NET does. */
function shortSets(has: ReadonlyMap<string, string>, now: Date): string | undefined {
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

/** That there is no region, or that the shell's takes the place of the profile's. */
export function region(
  { invocation, host, profileRegion }: Circumstances,
  has: ReadonlyMap<string, string>,
): string | undefined {
  const inside = has.get('AWS_REGION') ?? has.get('AWS_DEFAULT_REGION');
  if (inside === undefined) {
    return invocation.drop.length > 0
      ? undefined
      : 'no region is known: name one with --region, or in the profile';
  }
  const shells = host.AWS_REGION ? 'AWS_REGION' : 'AWS_DEFAULT_REGION';
  return invocation.region === undefined &&
    profileRegion !== undefined &&
    host[shells] === inside &&
    profileRegion !== inside
    ? `${shells}=${inside} of the shell overrides the profile's region ${profileRegion}`
    : undefined;
}

/** Whether it is a container that gets the variables, as far as that is to be seen. */
function forContainer({ command, words, format }: Invocation): boolean {
  switch (command) {
    case 'run':
      return true;
    case 'exec':
      return words.some(word => RUNS_CONTAINERS.has(word.slice(word.lastIndexOf('/') + 1)));
    case 'env':
      return format === 'env' || format === 'json';
  }
}

const RUNS_CONTAINERS: ReadonlySet<string> = new Set([...ENGINES, 'docker-compose']);

const LOOPBACK =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)(?:[:/?#]|$)/i;

/** The endpoints among the variables that lead a container to itself. */
export function loopback({ variables }: Selection, words: readonly string[]): string[] {
  const shared = words.some(
    (word, i) =>
      /^--net(?:work)?=host$/.test(word) ||
      (word === 'host' && /^--net(?:work)?$/.test(words[i - 1] ?? '')),
  );
  if (shared) return [];
  return variables
    .filter(([name, value]) => ruling(name, value).loopback && LOOPBACK.test(value))
    .map(
      ([name]) => `${name} is a loopback address: inside, that is the container and not this host`,
    );
}

/** The variables that the user may well want, and that are kept out all the same. */
export function withheld(decisions: readonly Decision[]): string | undefined {
  const told = decisions.filter(decision => decision.told);
  if (told.length === 0) return undefined;
  const list = told.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  return `not passed: ${list}; let one in with --pass ${told[0]?.name}, or silence this with --drop`;
}

function absent(
  pass: readonly string[],
  host: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const names = pass.filter(name => !name.includes('*') && host[name] === undefined);
  return names.length > 0 ? `not set here, so not passed: ${names.join(', ')}` : undefined;
}

function mixed(words: readonly string[]): string | undefined {
  const bare = words.find(
    (word, i) =>
      KEYS.some(key => word === `--env=${key}` || word === `-e${key}`) ||
      (KEYS.includes(word) && /^(?:-e|--env)$/.test(words[i - 1] ?? '')),
  );
  const name = bare?.replace(/^(?:--env=|-e)/, '');
  return name
    ? `the bare -e ${name} behind the '--' takes the host's value in place of the profile's`
    : undefined;
}

/** `docker run` behind the `--`, which would be an image called docker. */
function doubled([first = '', second]: readonly string[]): string | undefined {
  return second === 'run' && (ENGINES as readonly string[]).includes(first)
    ? `'${first} run' is written by vaultrun itself, so this is an image called ${first}: leave the two words out`
    : undefined;
}

/**
 * Said before the source is asked, whatever --quiet says: whose choice the profile is, and with it the account;
 * undefined: the user's own.
 */
export function announcement({ profileOfRepository, source }: Invocation): string | undefined {
  return profileOfRepository
    ? `profile '${source.profile}' is the choice of this folder's .env`
    : undefined;
}
