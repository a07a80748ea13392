import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FoundEngine } from '../host/find-engine.ts';
import { briefly } from '../process/brief.ts';
import { endLike } from '../process/ending.ts';
import { query, type Reply } from '../process/query.ts';
import { ENDING, listen } from '../process/signals.ts';
import { removeLabelled } from './remove-labelled.ts';

/** The label by which a container is found again whose making, or removal, was broken off. */
const LABEL = 'vaultrun.copy';
/**
 * The end of a client that a ^C ended may be seen before the ^C itself: any thread of a process may take its signals
 * (https://man7.org/linux/man-pages/man7/signal.7.html), and on a busy machine not all of them run at once.
 */
const SETTLE_MS = 200;

/**
 * A file of an image as tar, from a container that is made and never runs. A signal meanwhile, of which a terminal's ^C
 * ends the engine's client too, ends this process once that container is gone.
 * @param image its name, and the flags before it
 */
export async function copyOut(
  { path }: FoundEngine,
  image: readonly string[],
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<Reply> {
  const label = `${LABEL}=${randomBytes(8).toString('hex')}`;
  const stop = new AbortController();
  let heard: NodeJS.Signals | undefined;
  const stopListening = listen(ENDING, signal => {
    heard ??= signal;
    stop.abort();
  });
  const ask = async (args: readonly string[]) => {
    const reply = await query(path, args, env, stop.signal);
    if (reply.status !== 0)
      await sleep(SETTLE_MS, undefined, { signal: stop.signal }).catch(() => {});
    return reply;
  };
  // The word behind the image is never run; without it an image without a command makes no container.
  const words = ['create', '--network=none', '--label', label, ...image, 'sh'];
  const reply = await copied(words, file, ask, stop.signal);
  if (reply.status === undefined || heard) await removeLabelled(label, path, env, briefly);
  stopListening();
  if (heard) endLike({ signal: heard });
  return reply;
}

async function copied(
  create: readonly string[],
  file: string,
  ask: (args: readonly string[]) => Promise<Reply>,
  stopped: AbortSignal,
): Promise<Reply> {
  const made = await ask(create);
  if (made.status !== 0 || stopped.aborted) return made;
  const id = made.stdout.toString().trim().split('\n').at(-1) ?? '';
  const reply = await ask(['cp', `${id}:${file}`, '-']);
  if (!stopped.aborted) await ask(['rm', '-f', '-v', id]);
  return reply;
}
