import type { FoundEngine } from '../host/find-engine.ts';
import { type Finding, fail, ok } from './finding.ts';
import type { Inside } from './look-inside.ts';
import type { Watched } from './throwaway.ts';

/** Why nothing could be seen from inside. */
export function notSeen(
  image: string,
  { engine }: FoundEngine,
  status: number | undefined,
  { late, stderr }: Watched,
): Finding {
  if (late)
    return fail(
      'container',
      `${image} did not end in time, and was removed`,
      `try: ${engine.name} run --rm ${image}`,
    );
  const [, problem, hint] = KNOWN.find(([pattern]) => pattern.test(stderr)) ?? [];
  if (problem && hint) return fail('container', `${image} ${problem}`, hint);
  if (status === 127) return fail('container', `${image} ${NO_SHELL[0]}`, NO_SHELL[1]);
  return fail(
    'container',
    `${engine.name} could not run ${image} (${status === undefined ? 'killed' : `status ${status}`})`,
    `see what it says by itself: ${engine.name} run --rm ${image}`,
  );
}

const NO_SHELL = [
  'has no sh to look around with',
  'name an image that has one behind the --',
] as const;

/** What keeps a container from running, by words of the engine's own; the words may quote more and are not shown. */
const KNOWN: readonly [pattern: RegExp, problem: string, hint: string][] = [
  [/executable file .*not found|exec: "sh"/i, ...NO_SHELL],
  [
    /create endpoint|find bridge|setup bridge|network \S+ not found|iptables|netavark|slirp4netns|pasta/i,
    "could not be given its network, which is the engine's to make",
    "restart the engine, or name another network behind the '--' (--network=host)",
  ],
  [
    /no space left/i,
    'could not be made: the disk of the engine is full',
    "see what takes it: 'docker system df'; 'docker system prune' gives it back",
  ],
  [
    /exec format error|does not match the (?:detected|specified) (?:host )?platform/i,
    'is for another platform',
    "name one of this machine's, or its platform behind the '--' (--platform)",
  ],
];

/** Whether what was sent is what is there. */
export function arrived(image: string, inside: Inside, has: ReadonlyMap<string, string>): Finding {
  const length = (name: string) => has.get(name)?.length ?? 0;
  const whole =
    inside.key === has.get('AWS_ACCESS_KEY_ID') &&
    inside.secretLength === length('AWS_SECRET_ACCESS_KEY') &&
    inside.tokenLength === length('AWS_SESSION_TOKEN');
  return whole
    ? ok('container', `${image} ran, and the credentials are whole in it`)
    : fail(
        'container',
        `${image} ran, and its credentials are not those that were sent`,
        'see whether a wrapper or a setting of the engine changes the variables of containers',
      );
}
