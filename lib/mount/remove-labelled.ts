import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../process/brief.ts';

/** The daemon may still be making the container when it is looked for. */
const TRIES = 4;
const PAUSE_MS = 250;

/** Removes a container whose client was killed, so that nobody else knows of it, by its label (`name=value`). */
export async function removeLabelled(
  label: string,
  path: string,
  env: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await removed(label, path, env, ask)) break;
    await sleep(PAUSE_MS);
  }
}

/** True where no more can be done: something was removed, or the engine does not answer. */
async function removed(
  label: string,
  path: string,
  env: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<boolean> {
  const { stdout, late } = await ask(path, ['ps', '-aq', '--filter', `label=${label}`], env);
  const ids = stdout.toString().split('\n').filter(Boolean);
  if (ids.length > 0) await ask(path, ['rm', '-f', '-v', ...ids], env);
  return late || ids.length > 0;
}
