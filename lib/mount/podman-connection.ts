import { query } from '../process/query.ts';

/** Prints one connection a line, for {@link connectionAddress}. */
const LIST = ['system', 'connection', 'list', '--format', '{{.Name}} {{.Default}} {{.URI}}'];

/**
 * The address that podman's connections lead to: the one that the environment names, or the default where podman
 * itself runs nowhere but in a machine.
 * @param ask how podman is asked
 */
export async function podmanAddress(
  path: string,
  env: NodeJS.ProcessEnv,
  ask: typeof query = query,
): Promise<string | undefined> {
  const named = env.CONTAINER_CONNECTION || undefined;
  if (named === undefined && process.platform === 'linux') return undefined;
  const { stdout } = await ask(path, LIST, env);
  return connectionAddress(stdout.toString(), named);
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
