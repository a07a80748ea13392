/** Words as a POSIX shell reads them back: sh, bash and zsh alike. */
export function shellQuoted(words: readonly string[]): string {
  return words
    .map(word =>
      /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
    )
    .join(' ');
}
