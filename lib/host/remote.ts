import type { Ask } from '../process/brief.ts';
import type { FoundEngine } from './find-engine.ts';
import { readJson } from './json-file.ts';

/**
 * The machine of an engine that is not this one's, from the environment, docker's current context or podman's
 * connection; undefined: this machine, or not to be told. On Linux podman runs here unless the environment says
 * otherwise, so that an ordinary run asks nobody. https://docs.docker.com/engine/manage-resources/contexts/
 * @param ask how podman is asked
 */
export async function remoteHost(
  { engine, path }: FoundEngine,
  env: NodeJS.ProcessEnv,
  ask?: Ask,
): Promise<string | undefined> {
  if (engine.name === 'docker') return elsewhere(await dockerAddress(env));
  if (engine.name !== 'podman') return undefined;
  const named = elsewhere(env.CONTAINER_HOST);
  if (named !== undefined) return named;
  if (!env.CONTAINER_CONNECTION && process.platform === 'linux') return undefined;
  const { podmanAddress } = await import('./podman-connection.ts');
  return elsewhere(await podmanAddress(path, env, ask));
}

/** The address of docker's daemon, where the environment or the current context names one. */
export async function dockerAddress(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return env.DOCKER_HOST || (await contextHost(env));
}

async function contextHost(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = env.DOCKER_CONFIG || `${env.HOME}/.docker`;
  const named = env.DOCKER_CONTEXT || readJson(`${folder}/config.json`)?.currentContext;
  if (typeof named !== 'string' || named === '' || named === 'default') return undefined;
  const { createHash } = await import('node:crypto');
  const id = createHash('sha256').update(named).digest('hex');
  const host = readJson(`${folder}/contexts/meta/${id}/meta.json`)?.Endpoints?.docker?.Host;
  return typeof host === 'string' ? host : undefined;
}

/** The host of an address that is not this machine. What has no scheme is TCP to docker (docker/cli opts/hosts.go). */
export function elsewhere(address: string | undefined): string | undefined {
  const text = address?.trim() ?? '';
  const whole = text.includes('://') ? text : `tcp://${text}`;
  const host = /^(?:ssh|tcp|https?):\/\/(\[[^\]]*\]|[^:/]+)/.exec(withoutUser(whole))?.[1];
  if (host === undefined) return undefined;
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host) ? undefined : host;
}

/** An address with no name or password in it; a password may have an @ of its own. */
export function withoutUser(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//');
}
