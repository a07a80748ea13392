import { COMMANDS, type CommandName } from './command-line/options.ts';
import type { Typed } from './command-line/typed.ts';
import { usage } from './errors.ts';

/** argv, cut at its first `--` before any parser sees it. */
export interface Cut {
  own: string[];
  words: string[] | undefined;
}

export function cut(argv: readonly string[]): Cut {
  const at = argv.indexOf('--');
  return at < 0
    ? { own: [...argv], words: undefined }
    : { own: argv.slice(0, at), words: argv.slice(at + 1) };
}

export interface Parsed {
  help: boolean;
  version: boolean;
  /** the first word, where that is the name of a command */
  command: CommandName | undefined;
  positionals: string[];
  /** by option name: true for a flag, the text of a value, the texts of a list */
  given: ReadonlyMap<string, true | string | string[]>;
  /** the same as they were typed */
  typed: Typed[];
}

/**
 * Words without an option among them: the command, where the first is one, and the rest; `help` asks for the help.
 * @throws Failed 'usage' for the help of no command
 */
export function parseWords(words: readonly string[]): Parsed {
  const help = words[0] === 'help';
  const [first, ...rest] = help ? words.slice(1) : words;
  const command = COMMANDS.find(name => name === first);
  if (help && first !== undefined && command === undefined) {
    throw usage(`there is no command '${first}'`, `the commands are ${COMMANDS.join(', ')}`, {
      word: first,
      among: [...COMMANDS],
    });
  }
  const positionals = command === undefined && first !== undefined ? [first, ...rest] : rest;
  return { help, version: false, command, positionals, given: new Map(), typed: [] };
}

/** What has to be given to the parser of options. */
export function hasOptions(own: readonly string[]): boolean {
  return own.some(word => word.startsWith('-'));
}
