import { statSync } from 'node:fs';
import { envFileText } from '../environment/lines.ts';
import { Failed, isFailed } from '../errors.ts';
import { engineFile, type FoundEngine, findEngine } from '../host/find-engine.ts';
import { remoteHost } from '../host/remote.ts';
import type { Start } from '../injection/start.ts';
import { containerName, containerWords } from './container.ts';
import { hostConfig, madeHostConfig } from './host-config.ts';
import { PASSPHRASE, unfitPassphrase } from './passphrase.ts';
import type { VaultContainer } from './place.ts';
import { vaultVariables } from './variables.ts';

/** How a container of the vault differs from one to the other. */
export interface Purpose {
  /** aws-vault's own arguments */
  args: readonly string[];
  /** its name; for people a placeholder */
  name?: string;
  /** the terminal is its own where there is one, and it may write the config */
  interactive: boolean;
  /** nothing is made on the host */
  dryRun?: boolean;
}

/**
 * A container in which aws-vault is about to run.
 * @throws Failed 'engine-missing', 'engine-refused', 'vault-config'
 */
export function stage(
  place: VaultContainer,
  env: NodeJS.ProcessEnv,
  { args, interactive, dryRun = false, name = containerName() }: Purpose,
): { found: FoundEngine; name: string; start: Start } {
  const found = findEngine(place.engine, env);
  const config = interactive && !dryRun ? madeHostConfig(env) : hostConfig(env);
  const selinux =
    process.platform === 'linux' &&
    statSync('/sys/fs/selinux/enforce', { throwIfNoEntry: false }) !== undefined;
  const { engine, path } = found;
  const { unlogged } = engine;
  const inside = { name, config, writable: interactive, unlogged, selinux };
  const words = containerWords(place, inside, args);
  const start: Start = { engine, path, engineFile: engineFile(path), words, masked: true, env };
  return { found, name, start: interactive ? start : { ...start, tty: false } };
}

/**
 * The engine has to be one of this machine: another would mount its own folders where ours are meant, and would see
 * the passphrase.
 * @throws Failed 'vault-remote', 'engine-missing', 'engine-refused'
 */
export async function refuseRemote(place: VaultContainer, env: NodeJS.ProcessEnv): Promise<void> {
  const host = await remoteHost(findEngine(place.engine, env), env);
  if (host !== undefined) throw new Failed({ kind: 'vault-remote', host });
}

/**
 * What the container gets in its env-file.
 * @param keys the host's keys, for `add --env`
 * @throws Failed 'passphrase', 'value' for what the engine cannot read
 */
export function vaultText(
  passphrase: string,
  { engine }: FoundEngine,
  env: NodeJS.ProcessEnv,
  keys = false,
): string {
  try {
    const variables = [...vaultVariables(env, keys), [PASSPHRASE, passphrase] as const];
    return envFileText(variables, engine.limits);
  } catch (error) {
    if (isFailed(error) && error.failure.kind === 'value' && error.failure.name === PASSPHRASE) {
      throw unfitPassphrase(
        `the passphrase cannot be handed to ${engine.name}: ${error.failure.problem}`,
      );
    }
    throw error;
  }
}
