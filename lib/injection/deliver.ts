import { closeSync, rmSync } from 'node:fs';
import { codeOf, Failed, isFailed } from '../errors.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import type { Ending } from '../process/ending.ts';
import { canReplace, HANDED_OVER, replace } from '../process/replace.ts';
import { type Supervise, supervise } from '../process/supervise.ts';
import { callersOwn } from './descriptors.ts';
import { emptyEnvFile, namelessEnvFile } from './env-file.ts';
import { type Plan, plan } from './plan.ts';
import { engineArguments, type Start } from './start.ts';

/** Chooses how the file of `textBytes` bytes will reach the engine. */
export function planFor(start: Start, textBytes: number): Plan {
  const { engine, words, env } = start;
  return plan({
    platform: process.platform,
    canReplace: !start.masked && start.beside === undefined && canReplace(),
    env,
    words,
    textBytes,
    argumentBytes: Buffer.byteLength(words.join(' ')) + words.length * 8,
    engineFile: start.engineFile,
    descriptorLost: engine.descriptorLost?.[process.platform] !== undefined,
  });
}

/**
 * Starts the engine with the env-file, and stays until it ends, or becomes it and never returns.
 * @param beside runs it where this process stays
 * @throws Failed 'runtime-folder', 'engine-start', and whatever `beside` fails with
 */
export async function deliver(
  start: Start,
  chosen: Plan,
  text: string,
  beside: Supervise = supervise,
): Promise<Ending> {
  try {
    return await go(start, chosen, text, beside);
  } catch (error) {
    if (isFailed(error)) throw error;
    throw new Failed({ kind: 'engine-start', engine: start.engine.name, code: codeOf(error) });
  }
}

async function go(start: Start, chosen: Plan, text: string, beside: Supervise): Promise<Ending> {
  const { path, env } = start;
  const folders = runtimeFolders(env);
  switch (chosen.way) {
    case 'replace': {
      const empty = emptyEnvFile(folders, Buffer.byteLength(text));
      replace(path, engineArguments(start, HANDED_OVER), env, { text, ...empty });
      rmSync(empty.folder, { recursive: true, force: true });
      return go(start, { way: 'descriptor', fd: 3, handOn: [] }, text, beside);
    }
    case 'descriptor': {
      const reader = namelessEnvFile(folders, text);
      const descriptors = callersOwn(chosen.handOn);
      descriptors.set(chosen.fd, reader);
      const args = engineArguments(start, `/dev/fd/${chosen.fd}`);
      const ending = beside(path, args, { env, descriptors });
      closeSync(reader);
      return ending;
    }
    case 'through-parent': {
      const reader = namelessEnvFile(folders, text);
      const args = engineArguments(start, `/proc/${process.pid}/fd/${reader}`);
      const ending = await beside(path, args, { env });
      closeSync(reader);
      return ending;
    }
    case 'named': {
      const { deliverNamed } = await import('./named.ts');
      return deliverNamed(start, chosen.home, text, beside);
    }
  }
}
