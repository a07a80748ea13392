import { readFileSync, statSync } from 'node:fs';
import type { EngineName } from './options.ts';

/**
 * The machine of an engine that is not this one's, from the environment or docker's current context; undefined:
 * this machine, or not to be told. https://docs.docker.com/engine/manage-resources/contexts/
 */
export async function remoteHost(
  engine: EngineName,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (engine === 'podman') return elsewhere(env.CONTAINER_HOST);
  if (engine !== 'docker') return undefined;
  return elsewhere(await dockerAddress(env));
}

/** The address of docker's daemon, where the environment or the current context names one. */
export async function dockerAddress(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return env.DOCKER_HOST || (await contextHost(env));
}

async function contextHost(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = env.DOCKER_CONFIG || `${env.HOME}/.docker`;
  const named = env.DOCKER_CONTEXT || read(`${folder}/config.json`)?.currentContext;
  if (typeof named !== 'string' || named === '' || named === 'default') return undefined;
  const { createHash } = await import('node:crypto');
  const id = createHash('sha256').update(named).digest('hex');
  const host = read(`${folder}/contexts/meta/${id}/meta.json`)?.Endpoints?.docker?.Host;
  return typeof host === 'string' ? host : undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: the caller checks the type of what it takes out
function read(file: string): any {
  try {
    // Opening a pipe would wait for somebody to write to it.
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile();
    return isFile ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

/** The host of an address that is not this machine. What has no scheme is TCP to docker (docker/cli opts/hosts.go). */
export function elsewhere(address: string | undefined): string | undefined {
  const text = address?.trim() ?? '';
  const whole = text.includes('://') ? text : `tcp://${text}`;
  const host = /^(?:ssh|tcp|https?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)/.exec(whole)?.[1];
  if (host === undefined) return undefined;
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host) ? undefined : host;
}
