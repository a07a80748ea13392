import { shellQuoted } from '../environment/quote.ts';
import { type CommandName, OPTIONS } from './options.ts';

/** An option as it was typed: one word, or two where its value is a word of its own. */
export interface Typed {
  name: string;
  words: string[];
}

const VALUED = new Set(OPTIONS.filter(o => o.kind !== 'flag').map(o => `--${o.name}`));
/** The code of an MFA device, and a command that may hold anything: no message repeats them. */
const UNTOLD = ['mfa-token', 'credential-process'];

/** The options among vaultrun's own words, for a line that is to be pasted. */
export function typedOptions(own: readonly string[]): Typed[] {
  const typed: Typed[] = [];
  for (let at = 0; at < own.length; at += 1) {
    const word = own[at] ?? '';
    if (!/^-./.test(word)) continue;
    const name = word.replace(/^-+|=.*$/gs, '');
    const words = VALUED.has(word) ? own.slice(at, at + 2) : [word];
    typed.push({ name, words: UNTOLD.includes(name) ? [`--${name}`, placeholder(name)] : words });
    at += words.length - 1;
  }
  return typed;
}

/** The word for an option's value in the help. */
function placeholder(name: string): string {
  return OPTIONS.find(option => option.name === name)?.value ?? '';
}

/** The options that a command knows. */
export function knownTo(command: CommandName, typed: readonly Typed[]): Typed[] {
  const known = OPTIONS.filter(option => option.commands.includes(command));
  return typed.filter(({ name }) => known.some(o => o.name === name || o.letter === name));
}

/** The start of a line that is to be pasted: a command with its options; `run` is not written. */
export function lineWith(command: CommandName | undefined, typed: readonly Typed[]): string {
  const own = command === undefined || command === 'run' ? [] : [command];
  return shellQuoted(['vaultrun', ...own, ...typed.flatMap(({ words }) => words)]);
}
