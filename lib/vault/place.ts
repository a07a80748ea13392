import type { Parsed } from '../arguments.ts';
import { valuesOf } from '../command-line/values.ts';
import type { EngineName } from '../engines.ts';
import { usage } from '../errors.ts';
import { type Settings, usersOwn } from '../settings.ts';

/** Where aws-vault lives when it is not on the host: an image that holds it, and the volume with its encrypted files. */
export interface VaultContainer {
  image: string;
  volume: string;
  /** the engine that runs it; undefined: the first on PATH */
  engine: EngineName | undefined;
  /** the options of the command line that say so, for a line that is to be pasted */
  given?: readonly string[];
}

/** The volume of whoever names none. */
export const VOLUME = 'vaultrun-vault';

/**
 * The container that aws-vault is to run in; undefined: it is on the host. A repository does not choose its engine: in
 * another one the image of that name may be anybody's, and it gets the passphrase.
 * @throws Failed 'usage' for a volume without an image
 */
export function vaultContainerOf(
  given: Parsed['given'],
  settings: Settings,
): VaultContainer | undefined {
  const { value } = valuesOf(given, usersOwn(settings));
  const image = value('vault-image');
  if (image !== undefined) {
    const volume = value('vault-volume') ?? VOLUME;
    const engine = value('engine') as EngineName | undefined;
    return { image, volume, engine, given: givenOf(given) };
  }
  if (given.has('vault-volume')) {
    throw usage(
      '--vault-volume is for an aws-vault in a container, and no image is named',
      'name the image that holds aws-vault: --vault-image IMAGE, or VAULTRUN_VAULT_IMAGE',
    );
  }
  return undefined;
}

function givenOf(given: Parsed['given']): string[] {
  return ['vault-image', 'vault-volume', 'engine'].flatMap(name =>
    given.has(name) ? [`--${name}=${given.get(name)}`] : [],
  );
}
