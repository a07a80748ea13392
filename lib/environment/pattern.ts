/** Tells whether a name is meant by a list of names and `*` patterns, as --pass and --drop take them. */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter(pattern => !pattern.includes('*')));
  const globs = patterns
    .filter(pattern => pattern.includes('*'))
    .map(pattern => new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 's'));
  return name => exact.has(name) || globs.some(glob => glob.test(name));
}

function literal(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
