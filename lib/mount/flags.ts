import { KEYS } from '../environment/verdict.ts';
import { INSIDE, NAMES } from './layout.ts';

/** The label by which the engine knows our container. */
export const LABEL = 'vaultrun.refresh';

export interface MountFlags {
  /** the folder of the host that is mounted */
  folder: string;
  /** the label's value */
  id: string;
  /** the engine's host separates containers by SELinux labels */
  selinux: boolean;
  /** a static shell of the host for an image without one */
  shell: string | undefined;
}

/** What the engine is told in front of the user's words: the mount, the variables that lead to it, the label. */
export function mountFlags({ folder, id, selinux, shell }: MountFlags): string[] {
  const variables = {
    AWS_CONFIG_FILE: `${INSIDE}/${NAMES.config}`,
    // Empty: it hides a file of the image, whose keys would win.
    AWS_SHARED_CREDENTIALS_FILE: `${INSIDE}/${NAMES.credentials}`,
    // Go v1 and JavaScript v2 read the config only with it.
    AWS_SDK_LOAD_CONFIG: '1',
    // Never fall through to the role of the machine.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return [
    ...bind(folder, INSIDE, selinux ? 'Z' : undefined),
    ...(shell === undefined ? [] : bind(shell, '/bin/sh', selinux ? 'z' : undefined)),
    '--label',
    `${LABEL}=${id}`,
    ...Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
  ];
}

/** Read-only. Docker's --mount has no words for SELinux, and -v would make a missing folder. */
function bind(source: string, target: string, selinux: string | undefined): string[] {
  if (selinux !== undefined) return ['-v', `${source}:${target}:ro,${selinux}`];
  return ['--mount', `type=bind,${field(`src=${source}`)},dst=${target},readonly`];
}

/** A field of the CSV that --mount is. */
export function field(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What must be neither in the environment nor in the env-file: the files alone say it. */
const IN_FILES: ReadonlySet<string> = new Set([
  ...KEYS,
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_SESSION_EXPIRATION',
  'AWS_EC2_METADATA_DISABLED',
]);

/** The variables that go through the env-file as in a plain run. */
export function beside<T extends readonly [name: string, value: string]>(
  variables: readonly T[],
): T[] {
  return variables.filter(([name]) => !IN_FILES.has(name));
}
