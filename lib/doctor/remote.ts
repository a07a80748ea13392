import type { FoundEngine } from '../find-engine.ts';
import { podmanAddress } from '../mount/podman-connection.ts';
import type { Ask } from '../process/brief.ts';
import { elsewhere, remoteHost } from '../remote.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The machine that the engine runs on where that is not this one, by what a run asks. */
export async function remoteOf(
  { engine, path }: FoundEngine,
  env: NodeJS.ProcessEnv,
  ask: Ask,
): Promise<string | undefined> {
  const named = await remoteHost(engine.name, env);
  if (named !== undefined || engine.name !== 'podman') return named;
  return elsewhere(await podmanAddress(path, env, ask));
}

/**
 * @param host the other machine
 * @param noRefresh why --refresh cannot work with this engine at all
 */
export function remote(
  host: string | undefined,
  { engine }: FoundEngine,
  refresh: boolean,
  env: NodeJS.ProcessEnv,
): Finding {
  if (host === undefined) {
    return refresh && engine.noRefresh
      ? fail('remote', `--refresh is refused: ${engine.noRefresh}`, 'leave --refresh out')
      : ok('remote', 'the engine runs on this machine');
  }
  const origin = ['DOCKER_HOST', 'CONTAINER_HOST', 'CONTAINER_CONNECTION'].find(name => env[name]);
  const by = origin ?? (engine.name === 'docker' ? "docker's context" : "podman's connection");
  const detail = `the engine runs on ${host} (${by})`;
  return refresh
    ? fail(
        'remote',
        `${detail}, and --refresh is refused there`,
        'leave --refresh out, or use an engine of this machine',
      )
    : warn(
        'remote',
        `${detail}: who may use it there can read the credentials with inspect`,
        'use an engine of this machine where others are on that one',
      );
}
