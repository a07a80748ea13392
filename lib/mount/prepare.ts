import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { Failed } from '../errors.ts';
import type { FoundEngine } from '../host/find-engine.ts';
import { dockerAddress, remoteHost } from '../host/remote.ts';
import type { EngineFile } from '../injection/plan.ts';
import type { Invocation } from '../invocation.ts';
import { query } from '../process/query.ts';
import type { Report } from '../report.ts';
import { type Conflict, conflictInImage, conflictInWishes, conflictInWords } from './conflicts.ts';
import { imageOf } from './image.ts';
import { learnWords } from './learn-words.ts';
import { mountPlaces } from './places.ts';
import { shellFor } from './shell.ts';

/** All that is to be known before credentials are asked for. */
export interface Prepared {
  /** the label's value, of this run alone */
  id: string;
  /** where the folder may be made */
  places: string[];
  selinux: boolean;
  shell: string | undefined;
}

/**
 * Refuses what a mount cannot serve, and learns from the engine what it needs.
 * @throws Failed 'refresh-engine', 'refresh-daemon', 'refresh-image', 'refresh-question', 'refresh-conflict',
 * 'refresh-shell', 'usage'
 */
export async function prepare(
  found: FoundEngine,
  file: EngineFile,
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<Prepared> {
  const { engine } = found;
  const remote = await remoteHost(found, env);
  const reason =
    engine.noRefresh ?? (remote && `it runs on ${remote}, which sees no folder of this machine`);
  if (reason) throw new Failed({ kind: 'refresh-engine', reason });
  refuse(conflictInWishes(invocation, env));
  const words = await learnWords(found, invocation.words, env);
  refuse(conflictInWords(words, env, readAgain));
  report.step(`${engine.name} run reads '${words.image}' as the image`);
  const selinux = process.platform === 'linux' && isThere('/sys/fs/selinux/enforce');
  const id = randomBytes(8).toString('hex');
  // A dry run starts nothing, pulls nothing and makes nothing.
  if (invocation.dryRun) return { id, places: [], selinux, shell: undefined };

  const address = engine.name === 'docker' ? await dockerAddress(env) : undefined;
  const system = await systemOf(found, env);
  const places = mountPlaces(
    { platform: process.platform, engineFile: file, system, address },
    env,
  );
  const image = await imageOf(found, words, env);
  refuse(conflictInImage(image.env, image.name));
  const shell = await shellFor(found, image, invocation.busyboxImage, env);
  report.step(`the image ${shell === undefined ? 'has sh' : 'gets a shell'}`);
  return { id, places, selinux, shell };
}

function refuse(conflict: Conflict | undefined): void {
  if (conflict) throw new Failed({ kind: 'refresh-conflict', ...conflict });
}

/** A pipe can be read only once, and that is the engine's. */
function readAgain(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  } catch {
    // The engine says what is wrong with it.
    return undefined;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * What docker says of the system it runs on: Docker Desktop's sees the home only. Others are where they seem, and so
 * is podman under docker's name, which does not know the question.
 */
async function systemOf({ engine, path }: FoundEngine, env: NodeJS.ProcessEnv): Promise<string> {
  if (engine.name !== 'docker') return '';
  const { status, stdout } = await query(path, ['info', '--format', '{{.OperatingSystem}}'], env);
  return status === 0 ? stdout.toString().trim() : '';
}
