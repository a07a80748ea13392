import type { FoundEngine } from '../host/find-engine.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

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
