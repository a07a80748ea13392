import { isFailed } from '../errors.ts';
import type { FoundEngine } from '../host/find-engine.ts';
import { learnWords } from '../mount/learn-words.ts';
import { type Flag, type ReadWords, valuesOf } from '../mount/words.ts';
import type { Ask } from '../process/brief.ts';
import { type Finding, fail, failed, ok, warn } from './finding.ts';

/** The user's words, as the engine reads them. */
export type Read = ReadWords & { image: string };

/** Reads the words behind the `--`, or says what is wrong with them. */
export async function readImage(
  found: FoundEngine,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<Read | Finding> {
  try {
    return await learnWords(found, words, env, ask);
  } catch (error) {
    if (!isFailed(error)) throw error;
    const { failure } = error;
    // A run itself does not read its words, so it may go well all the same.
    return failure.kind === 'refresh-question'
      ? warn(
          'image',
          `whether the image is there cannot be told: ${failure.engine} run --help shows no flags`,
          `see what it says by itself: ${failure.engine} run --help`,
        )
      : failed('image', failure);
  }
}

/**
 * Whether the image is there; nothing is pulled.
 * @param daemon resolves to whether the engine can answer at all
 */
export async function imageHere(
  { engine, path }: FoundEngine,
  read: Read,
  env: NodeJS.ProcessEnv,
  ask: Ask,
  daemon: Promise<boolean>,
): Promise<Finding> {
  const reply = await ask(path, ['image', 'inspect', read.image], env);
  if (reply.status === 0) return ok('image', `${read.image} is there`);
  if (reply.late)
    return fail(
      'image',
      `${engine.name} does not tell whether ${read.image} is there`,
      'see daemon',
    );
  if (!(await daemon)) {
    return warn(
      'image',
      `whether ${read.image} is there was not looked at: ${engine.name} cannot be asked`,
      "mend 'daemon' first",
    );
  }
  const detail = `${read.image} is not there`;
  return valuesOf(read, 'pull').at(-1) === 'never'
    ? fail(
        'image',
        `${detail}, and --pull=never keeps it from being pulled`,
        `${engine.name} pull ${read.image}`,
      )
    : warn(
        'image',
        `${detail}; a run would pull it`,
        `see whether that works: ${engine.name} pull ${read.image}`,
      );
}

/** The flags by which a container reaches the network as the user's own would; the others are left out. */
const REACHING = ['network', 'net', 'dns', 'dns-search', 'add-host', 'platform'];

export function reachingFlags(flags: readonly Flag[]): string[] {
  return flags.flatMap(({ name, value }) =>
    REACHING.includes(name) && value !== undefined ? [`--${name}=${value}`] : [],
  );
}
