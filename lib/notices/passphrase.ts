import type { Circumstances } from './circumstances.ts';

/** That a renewal cannot open a vault whose passphrase was typed: nobody can be asked while the container has the terminal. */
export function passphrase({ invocation, host }: Circumstances): string | undefined {
  const { source, refresh } = invocation;
  const onHost = source.kind === 'aws-vault' && source.container === undefined;
  const asks = host.AWS_VAULT_BACKEND === 'file' && !host.AWS_VAULT_FILE_PASSPHRASE;
  return refresh && onHost && asks
    ? "a renewal cannot open the file backend, whose passphrase somebody types: set AWS_VAULT_FILE_PASSPHRASE, or keep the keys in another of aws-vault's backends"
    : undefined;
}
