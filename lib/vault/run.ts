import { captured } from '../credentials/captured.ts';
import { shellQuoted } from '../environment/quote.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import { shownPath } from '../injection/shown-path.ts';
import { engineArguments } from '../injection/start.ts';
import { endLike } from '../process/ending.ts';
import { FORWARDED, listen } from '../process/signals.ts';
import type { VaultCall } from './call.ts';
import { passphraseOf } from './passphrase.ts';
import type { VaultContainer } from './place.ts';
import { removeContainer } from './remove.ts';
import { refuseRemote, stage, vaultText } from './stage.ts';
import { vaultsOwn } from './words.ts';

/**
 * Runs aws-vault in a container with the terminal as it is.
 * @throws Failed 'engine-missing', 'engine-refused', 'engine-start', 'runtime-folder', 'passphrase', 'vault-config',
 * 'vault-remote'
 */
export async function runInContainer(
  place: VaultContainer,
  { words, passphraseCommand }: Pick<VaultCall, 'words' | 'passphraseCommand'>,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  await refuseRemote(place, env);
  const given = await passphraseOf(place, passphraseCommand, env, captured);
  if ('status' in given) return given.status;
  const { found, name, start } = stage(place, env, { args: words, interactive: true });
  const text = vaultText(given.passphrase, found, env, readsKeys(words));
  let told = false;
  const stop = listen([...FORWARDED, 'SIGINT'], () => {
    told = true;
  });
  const ending = await deliver(start, planFor(start, Buffer.byteLength(text)), text);
  // Its client passes signals on, but may have gone without it.
  if (told || 'signal' in ending) removeContainer(found, name, env, ending);
  stop();
  return endLike(ending);
}

/** The command line for people; nothing is made or asked. */
export function shownContainer(
  place: VaultContainer,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  interactive = true,
): string {
  const purpose = { args, interactive, dryRun: true, name: 'vaultrun-vault-ID' };
  const { start } = stage(place, env, purpose);
  return shellQuoted([start.engine.name, ...engineArguments(start, shownPath(planFor(start, 0)))]);
}

/** `add --env` takes the keys from the environment. */
function readsKeys(words: readonly string[]): boolean {
  const own = vaultsOwn(words);
  return own.includes('add') && own.includes('--env');
}
