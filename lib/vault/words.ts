/** Of aws-vault's arguments those that it reads itself: what stands behind a `--` is the words of a command. */
export function vaultsOwn(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--');
  return at < 0 ? words : words.slice(0, at);
}

/**
 * The words with the passphrase taken out of the environment of `exec`'s command, to which aws-vault hands its own;
 * undefined: it cannot be taken out, for no `--` shows where the command begins.
 */
export function keptFromCommand(words: readonly string[]): string[] | undefined {
  const own = vaultsOwn(words);
  if (!own.includes('exec')) return [...words];
  const command = words.slice(own.length + 1);
  if (command.length === 0) return undefined;
  const script = 'unset AWS_VAULT_FILE_PASSPHRASE; exec "$@"';
  return [...own, '--', '/bin/sh', '-c', script, 'sh', ...command];
}
