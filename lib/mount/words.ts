import type { TakesValue } from './run-help.ts';

/** A flag of the user's with its value; a switch has none, or what stands behind its `=`. */
export interface Flag {
  /** as it was typed: a name, or a letter */
  name: string;
  value: string | undefined;
}

/** The user's words, read as the engine will read them. */
export interface ReadWords {
  flags: Flag[];
  image: string | undefined;
}

/** A flag that the help does not show stands in the way. */
export interface UnknownFlag {
  unknown: string;
}

/**
 * Reads the words behind `--` as pflag does, up to the image: `--name=value`, `--name value`, `-e value`, `-evalue`,
 * `-dit`. Pure; a flag that `takesValue` does not know is reported, for the engine can be asked about it.
 */
export function readWords(
  words: readonly string[],
  takesValue: TakesValue,
): ReadWords | UnknownFlag {
  const flags: Flag[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return { flags, image: rest[0] };
    if (!word.startsWith('-') || word === '-') return { flags, image: word };
    const read = word.startsWith('--') ? long(word, takesValue) : short(word, takesValue);
    if ('unknown' in read) return read;
    flags.push(...read.flags);
    if (read.wants !== undefined) flags.push({ name: read.wants, value: rest.shift() });
  }
  return { flags, image: undefined };
}

/** The flags of one word, and the name of the last where its value is the next word. */
type OfWord = { flags: Flag[]; wants?: string } | UnknownFlag;

function long(word: string, takesValue: TakesValue): OfWord {
  const at = word.indexOf('=');
  const name = word.slice(2, at < 0 ? undefined : at);
  if (at >= 0) return { flags: [{ name, value: word.slice(at + 1) }] };
  const takes = takesValue.get(name);
  if (takes === undefined) return { unknown: `--${name}` };
  return takes ? { flags: [], wants: name } : { flags: [{ name, value: undefined }] };
}

function short(word: string, takesValue: TakesValue): OfWord {
  const flags: Flag[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = word.charAt(at);
    const rest = word.slice(at + 1);
    if (rest.startsWith('=')) return { flags: [...flags, { name, value: rest.slice(1) }] };
    const takes = takesValue.get(name);
    if (takes === undefined) return { unknown: `-${name}` };
    if (takes && rest !== '') return { flags: [...flags, { name, value: rest }] };
    if (takes) return { flags, wants: name };
    flags.push({ name, value: undefined });
  }
  return { flags };
}

/** The values of a flag by any of its names, in their order. */
export function valuesOf({ flags }: ReadWords, ...names: string[]): string[] {
  return flags.flatMap(({ name, value }) =>
    names.includes(name) && value !== undefined ? [value] : [],
  );
}
