import type { Parsed } from '../arguments.ts';
import type { Call } from '../call.ts';
import { lineWith } from '../command-line/typed.ts';
import { valuesOf } from '../command-line/values.ts';
import { VAULTS_COMMANDS } from '../command-line/vaults-commands.ts';
import { shellQuoted } from '../environment/quote.ts';
import { type Failed, usage } from '../errors.ts';
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
  if (positionals.length > 0) throw misplaced(parsed, words);
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

/** A profile in front of the `--`, or the words of aws-vault that belong behind it. */
function misplaced({ positionals, typed }: Parsed, words: string[] = []): Failed {
  const [first = ''] = positionals;
  const problem = `'vaultrun vault' takes no profile of its own, and '${first}' stands before the '--'`;
  const start = `${lineWith('vault', typed)} --`;
  if (words.length > 0 && !VAULTS_COMMANDS.includes(first)) {
    return usage(problem, `leave it out: ${start} ${shellQuoted(words)}`);
  }
  const command = words.length > 0 && first === 'exec' ? ['--', ...words] : words;
  const line = shellQuoted([...positionals, ...command]);
  return usage(problem, `aws-vault's own arguments come behind it: ${start} ${line}`);
}
