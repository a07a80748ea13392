import type { Circumstances } from './circumstances.ts';

/** That a renewal cannot open a vault whose passphrase was typed: nobody can be asked while the container has the terminal. */
export function passphrase({ invocation, host }: Circumstances): string | undefined {
  const { source, refresh } = invocation;
  const typed =
    source.kind === 'aws-vault' &&
    source.container === undefined &&
    source.passphraseCommand === undefined;
  const asks = host.AWS_VAULT_BACKEND === 'file' && !host.AWS_VAULT_FILE_PASSPHRASE;
  return refresh && typed && asks
    ? 'a renewal cannot open the file backend, whose passphrase somebody types: set VAULTRUN_PASSPHRASE_COMMAND to a command that prints it, or AWS_VAULT_FILE_PASSPHRASE'
    : undefined;
}
