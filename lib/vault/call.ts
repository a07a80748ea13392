import type { Call } from '../call.ts';
import { shellQuoted } from '../environment/quote.ts';
import { usage } from '../errors.ts';
import { valuesOf } from '../values.ts';
import { type VaultContainer, vaultContainerOf } from './place.ts';

/** What one call of `vaultrun vault` asks for. */
export interface VaultCall {
  /** where aws-vault runs; undefined: on the host */
  container: VaultContainer | undefined;
  passphraseCommand: string | undefined;
  dryRun: boolean;
  quiet: boolean;
  verbose: boolean;
  /** aws-vault's own arguments, untouched */
  words: string[];
}

/** @throws Failed 'usage' or 'setting' for what is missing or wrong */
export function toVaultCall({ parsed, words, settings }: Call): VaultCall {
  const { given, positionals } = parsed;
  const { value, flag } = valuesOf(given, settings);
  if (positionals.length > 0) {
    const line = shellQuoted([...positionals, ...(words ?? [])]);
    throw usage(
      `'vaultrun vault' takes no profile, and '${positionals[0]}' stands before the '--'`,
      `aws-vault's own arguments come behind it: vaultrun vault -- ${line}`,
    );
  }
  if (words === undefined || words.length === 0) {
    throw usage(
      words ? "nothing stands behind '--'" : "there is no '--' before the arguments of aws-vault",
      'write them there: vaultrun vault -- list',
    );
  }
  const container = vaultContainerOf(given, settings);
  if (given.has('engine') && container === undefined) {
    throw usage(
      'aws-vault on this host needs no engine',
      'leave --engine out, or name an image that holds aws-vault: --vault-image',
    );
  }
  return {
    container,
    passphraseCommand: value('passphrase-command'),
    dryRun: flag('dry-run'),
    quiet: flag('quiet'),
    verbose: flag('verbose'),
    words,
  };
}
