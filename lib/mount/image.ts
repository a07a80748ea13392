import { Failed } from '../errors.ts';
import type { FoundEngine } from '../host/find-engine.ts';
import { endingOfReply, query, shown } from '../process/query.ts';
import { isUnreachable } from '../process/unreachable.ts';
import { toStderr } from '../report.ts';
import { type ReadWords, valuesOf } from './words.ts';

/** What is to be known of an image before a container of it runs. */
export interface Image {
  name: string;
  /** of its contents: it never changes */
  id: string;
  /** as --platform takes it */
  platform: string;
  /** assignments of its ENV */
  env: string[];
}

/**
 * Looks at the image of the user's words, which is pulled where the engine's `run` would pull it.
 * @throws Failed 'refresh-daemon', 'refresh-image', 'refresh-question'
 */
export async function imageOf(
  { engine, path }: FoundEngine,
  words: ReadWords & { image: string },
  env: NodeJS.ProcessEnv,
): Promise<Image> {
  const { image } = words;
  const pull = valuesOf(words, 'pull').at(-1);
  const question = ['image', 'inspect', image];
  const refused = (ending: string) =>
    new Failed({
      kind: 'refresh-question',
      engine: engine.name,
      question: question.join(' '),
      ending,
    });
  const missing = (never: boolean) =>
    new Failed({ kind: 'refresh-image', engine: engine.name, image, never });
  let reply = await query(path, question, env);
  // There is nothing to pull with.
  if (reply.status !== 0 && isUnreachable(reply.stderr)) {
    toStderr(reply.stderr);
    throw new Failed({ kind: 'refresh-daemon', engine: engine.name, image });
  }
  if (pull !== 'never' && (reply.status !== 0 || pull === 'always' || pull === 'newer')) {
    const platform = valuesOf(words, 'platform').at(-1);
    const which = platform === undefined ? [] : ['--platform', platform];
    const pulled = await shown(path, ['pull', ...which, image], env);
    if (pulled) reply = await query(path, question, env);
    else if (reply.status !== 0) throw missing(false);
  } else if (reply.status !== 0 && reply.status !== undefined) {
    toStderr(reply.stderr);
    throw missing(true);
  }
  const found = reply.status === 0 ? parseImage(image, reply.stdout.toString()) : undefined;
  if (found) return found;
  throw refused(endingOfReply(reply));
}

/** Reads `image inspect`; undefined: it is of no known form. */
export function parseImage(name: string, text: string): Image | undefined {
  try {
    const [image] = JSON.parse(text);
    const { Id, Os, Architecture, Variant, Config } = image;
    const platform = [Os || 'linux', Architecture, Variant].filter(Boolean).join('/');
    return { name, id: String(Id), platform, env: (Config?.Env ?? []).map(String) };
  } catch {
    return undefined;
  }
}
