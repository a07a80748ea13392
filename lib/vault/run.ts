import { shellQuoted } from '../environment/quote.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import { shownPath } from '../injection/shown-path.ts';
import { engineArguments } from '../injection/start.ts';
import { captured } from '../process/captured.ts';
import { type Ending, endLike } from '../process/ending.ts';
import { listen } from '../process/signals.ts';
import type { VaultCall } from './call.ts';
import { passphraseOf } from './passphrase.ts';
import type { VaultContainer } from './place.ts';
import { removeContainer } from './remove.ts';
import { refuseRemote, stage, vaultText } from './stage.ts';
import { vaultsOwn } from './words.ts';

/** What asks a program to end: the first process of a container may mind none of them. */
const ASKING = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** As long as `docker stop` waits. The terminal may be gone, and nobody else knows of this container. */
const PATIENCE_MS = 10_000;

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
  let patience: NodeJS.Timeout | undefined;
  const stop = listen(ASKING, () => {
    patience ??= setTimeout(() => removeContainer(found, name, env, { status: 0 }), PATIENCE_MS);
  });
  let ending: Ending;
  try {
    ending = await deliver(start, planFor(start, Buffer.byteLength(text)), text);
    // Its client passes signals on, but may have gone without it.
    if (patience || 'signal' in ending) removeContainer(found, name, env, ending);
  } finally {
    clearTimeout(patience);
    stop();
  }
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
