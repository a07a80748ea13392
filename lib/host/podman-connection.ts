import { type Query, query } from '../process/query.ts';
import { readJson } from './json-file.ts';

/** Prints one connection a line, for {@link connectionAddress}. */
const LIST = ['system', 'connection', 'list', '--format', '{{.Name}} {{.Default}} {{.URI}}'];

/**
 * The address that podman's connections lead to: the one that the environment names, else the default. It stands in a
 * file since podman 5; podman itself is asked, which takes a process, only where the file does not tell.
 * @param ask how podman is asked
 */
export async function podmanAddress(
  path: string,
  env: NodeJS.ProcessEnv,
  ask: Query = query,
): Promise<string | undefined> {
  const named = env.CONTAINER_CONNECTION || undefined;
  const kept = keptAddress(env, named);
  if (kept !== undefined) return kept;
  const { stdout } = await ask(path, LIST, env);
  return connectionAddress(stdout.toString(), named);
}

/** https://github.com/containers/common/blob/main/pkg/config/connections.go */
function keptAddress(env: NodeJS.ProcessEnv, named: string | undefined): string | undefined {
  const folder = env.XDG_CONFIG_HOME || `${env.HOME}/.config`;
  const file = env.PODMAN_CONNECTIONS_CONF || `${folder}/containers/podman-connections.json`;
  const { Default, Connections } = readJson(file)?.Connection ?? {};
  const address = Connections?.[named ?? Default]?.URI;
  return typeof address === 'string' ? address : undefined;
}

/** @param named the connection's name; undefined: the default one */
export function connectionAddress(list: string, named: string | undefined): string | undefined {
  return list
    .split('\n')
    .map(line => line.trim().split(' '))
    .find(([name, isDefault]) =>
      named === undefined ? isDefault === 'true' : name === named,
    )?.[2];
}
