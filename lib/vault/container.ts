import { randomBytes } from 'node:crypto';
import { field } from '../mount/flags.ts';
import type { HostConfig } from './host-config.ts';
import type { VaultContainer } from './place.ts';

/** Mount points of vaultrun's own, so that nothing depends on the image's user or its home. */
const KEYS = '/vaultrun/keys';
const CONFIG = '/vaultrun/aws';

/** A name by which the engine finds the container again, should its client be killed. */
export function containerName(): string {
  return `vaultrun-vault-${randomBytes(6).toString('hex')}`;
}

export interface Inside {
  name: string;
  /** the user's AWS config; undefined: there is none, and aws-vault makes an empty one inside */
  config: HostConfig | undefined;
  /** aws-vault may write the config */
  writable: boolean;
  /** the engine's words that keep its output out of every log: it prints credentials */
  unlogged: readonly string[];
  /** the engine's host separates containers by SELinux labels */
  selinux: boolean;
}

/** The words of `run` for a container in which aws-vault runs with these arguments. Pure. */
export function containerWords(
  { image, volume }: VaultContainer,
  { name, config, writable, unlogged, selinux }: Inside,
  args: readonly string[],
): string[] {
  const variables = {
    AWS_VAULT_BACKEND: 'file',
    AWS_VAULT_FILE_DIR: KEYS,
    AWS_CONFIG_FILE: `${CONFIG}/${config?.file ?? 'config'}`,
    // A window cannot be opened there, nor a browser: then the link is printed.
    AWS_VAULT_PROMPT: 'terminal',
    AWS_VAULT_STDOUT: 'true',
  };
  return [
    '--name',
    name,
    '--entrypoint',
    'aws-vault',
    // The volume's folder is root's, whoever the image's user is.
    '--user',
    '0',
    ...unlogged,
    // Rather than giving the user's own folder another label.
    ...(selinux ? ['--security-opt', 'label=disable'] : []),
    '-v',
    `${volume}:${KEYS}`,
    ...(config ? ['--mount', bind(config, writable)] : []),
    ...Object.entries(variables).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
    image,
    ...args,
  ];
}

function bind({ source, file, whole }: HostConfig, writable: boolean): string {
  const target = whole ? CONFIG : `${CONFIG}/${file}`;
  const fields = ['type=bind', field(`src=${source}`), field(`dst=${target}`)];
  return [...fields, ...(writable ? [] : ['readonly'])].join(',');
}
