/** What is known of an engine's flags by name or letter: true where a value follows as a word of its own. */
export type TakesValue = ReadonlyMap<string, boolean>;

/**
 * Reads `run --help`, as cobra and Apple's parser lay it out: the letter, the name, the kind of the value if there is
 * one, then at least two spaces before what it is about.
 */
export function parseRunHelp(text: string): Map<string, boolean> {
  const flags = new Map<string, boolean>();
  for (const line of text.split('\n')) {
    const found = /^ {2,8}(?:-(\w), )?--([\w-]+)(?: (\S.*?))?(?: {2}.*)?$/.exec(line);
    if (!found) continue;
    const [, letter, name = '', kind] = found;
    // `string[="x"]`: a value comes behind `=` only (pflag's NoOptDefVal).
    const takes = kind !== undefined && !kind.includes('[=');
    flags.set(name, takes);
    if (letter) flags.set(letter, takes);
  }
  return flags;
}

/**
 * What an engine's complaint about a flag alone (`run --net`) says of a flag that the help hides: true where it wants
 * a value, false where only the image is missing, undefined where it does not know the flag.
 */
export function parseComplaint(stderr: string): boolean | undefined {
  if (/flag needs an argument|requires a value|[Mm]issing value/.test(stderr)) return true;
  return /unknown (?:shorthand )?flag|[Uu]nknown option/.test(stderr) ? undefined : false;
}
