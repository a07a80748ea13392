/** Of aws-vault's arguments those that it reads itself: what stands behind a `--` is the words of a command. */
export function vaultsOwn(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--');
  return at < 0 ? words : words.slice(0, at);
}
